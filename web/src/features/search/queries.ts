import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import type { SearchKind } from "@/api/types";
import { usePages } from "@/ui/paging";

/** A few hits of each kind. */
export function useSearch(q: string, limit: number, enabled: boolean) {
  return useQuery({
    queryKey: ["search", "all", q, limit],
    queryFn: () => got(api.GET("/api/v1/search", { params: { query: { q, limit } } })),
    enabled: enabled && q !== "",
    placeholderData: keepPreviousData,
  });
}

/** All hits of one kind, page by page. */
export function useSearchOf(kind: SearchKind, q: string) {
  return usePages(
    ["search", "kind", kind, q],
    async (cursor) => {
      const query = { q, kinds: kind, limit: 50, cursor };
      const { groups } = await got(api.GET("/api/v1/search", { params: { query } }));
      const group = groups[0];
      return { items: group?.hits ?? [], next: group?.next, only_newest: group?.only_newest ?? false };
    },
    { enabled: q !== "" },
  );
}
