/** Reads of the journal, and the proof that nobody changed it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import type { Page } from "@/api/types";
import { usePages } from "@/ui/paging";
import { useTimeZone } from "@/ui/Time";
import { type JournalSearch, queryOf } from "./search";
import type { JournalEntry, Verification } from "./types";

export function useJournal(search: JournalSearch) {
  const query = queryOf(search, useTimeZone());
  return usePages(["journal", query], async (cursor) => {
    const params = { query: { ...query, limit: 50, cursor } };
    return (await got(api.GET("/api/v1/journal", { params }))) as unknown as Page<JournalEntry>;
  });
}

export function useVerification() {
  return useMutation({
    mutationFn: async () =>
      (await got(api.POST("/api/v1/journal/verifications", { body: {} }))) as unknown as Verification,
  });
}

/** The name of a member of staff, where the viewer may know it. */
export function useStaffName(id: string | undefined): string | undefined {
  const mayAsk = useHolds("organisation.view");
  const staff = useQuery({
    queryKey: ["staff", "one", id],
    queryFn: () => got(api.GET("/api/v1/staff/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: mayAsk && id !== undefined,
    staleTime: 600_000,
    retry: false,
  });
  return staff.data?.name;
}
