/** Reads and verbs of the workbench. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import { useHolds } from "@/api/session";
import type { BulkInput, CaseViewKept, MacroKept, SavedReplyKept, ViewChoices } from "@/api/types";
import { usePages } from "@/ui/paging";

export type KeptKind = "case-views" | "saved-replies" | "macros";
export type AnyKept = CaseViewKept | SavedReplyKept | MacroKept;
export interface KeptInput {
  name: string;
  content: unknown;
  unit_id?: string;
}

const list = {
  "case-views": () => got(api.GET("/api/v1/case-views")),
  "saved-replies": () => got(api.GET("/api/v1/saved-replies")),
  macros: () => got(api.GET("/api/v1/macros")),
};

/** All of a kind that one may use. */
export function useKept<T extends AnyKept>(kind: KeptKind) {
  return useQuery({
    queryKey: ["workbench", kind],
    queryFn: async () => (await list[kind]()).items as unknown as T[],
    enabled: useHolds("workbench.use"),
    staleTime: 60_000,
  });
}

/** Keeping, changing, deleting and restoring, the same for each kind. */
export function useKeptVerbs(kind: KeptKind) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["workbench", kind] });
  // The three kinds have the same routes; their contents are checked by the server.
  const path = `/api/v1/${kind}` as "/api/v1/macros";
  const one = `/api/v1/${kind}/{id}` as "/api/v1/macros/{id}";
  const back = `/api/v1/${kind}/{id}/restorations` as "/api/v1/macros/{id}/restorations";
  return {
    add: useMutation({
      mutationFn: (body: KeptInput) => got(api.POST(path, { body: body as never, ...onlyOnce() })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ it, body }: { it: AnyKept; body: Partial<KeptInput> & { personal?: boolean } }) =>
        got(api.PATCH(one, { params: { path: { id: it.id } }, body: body as never, ...ifMatch(it.version) })),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => got(api.DELETE(one, { params: { path: { id } } })),
      onSettled,
    }),
    restore: useMutation({
      mutationFn: (id: string) => got(api.POST(back, { params: { path: { id } } })),
      onSettled,
    }),
  };
}

export function useViewChoices() {
  return useQuery({
    queryKey: ["workbench", "view-choices"],
    queryFn: () => got(api.GET("/api/v1/view-choices")),
    enabled: useHolds("workbench.use"),
    staleTime: 60_000,
  });
}

export function useChooseViews() {
  const client = useQueryClient();
  const key = ["workbench", "view-choices"];
  return useMutation({
    mutationFn: ({ version, ...body }: ViewChoices) =>
      got(api.PUT("/api/v1/view-choices", { body, ...ifMatch(version) })),
    onSuccess: (fresh) => client.setQueryData(key, fresh),
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Views in one's own order; those not ordered come after, by name. Pure. */
export function inOrder(views: CaseViewKept[], choices: ViewChoices | undefined): CaseViewKept[] {
  const order = choices?.order ?? [];
  const place = (view: CaseViewKept) => {
    const at = order.indexOf(view.id);
    return at < 0 ? order.length : at;
  };
  return [...views].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

export function foreseeBulk(body: BulkInput) {
  return got(api.POST("/api/v1/bulk-previews", { body }));
}

export function useStartBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BulkInput) => got(api.POST("/api/v1/bulk-jobs", { body, ...onlyOnce() })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workbench", "bulk"] }),
  });
}

export function useBulkJob(id: string | undefined) {
  return useQuery({
    queryKey: ["workbench", "bulk", "one", id],
    queryFn: () => got(api.GET("/api/v1/bulk-jobs/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 1000 : false),
  });
}

export function useBulkJobs() {
  return usePages(["workbench", "bulk", "list"], (cursor) =>
    got(api.GET("/api/v1/bulk-jobs", { params: { query: { cursor } } })),
  );
}

export function useRefusedItems(id: string, enabled: boolean) {
  return usePages(
    ["workbench", "bulk", "refused", id],
    (cursor) =>
      got(api.GET("/api/v1/bulk-jobs/{id}/items", { params: { path: { id }, query: { state: "refused", cursor } } })),
    { enabled },
  );
}

export function useCancelBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => got(api.POST("/api/v1/bulk-jobs/{id}/cancellations", { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["workbench", "bulk"] }),
  });
}

export function useExports() {
  return usePages(
    ["workbench", "exports", "list"],
    (cursor) => got(api.GET("/api/v1/exports", { params: { query: { cursor } } })),
    { refetchInterval: 3000 },
  );
}

export function useExport(id: string | undefined) {
  return useQuery({
    queryKey: ["workbench", "exports", "one", id],
    queryFn: () => got(api.GET("/api/v1/exports/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 1000 : false),
  });
}

export function useCancelExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => got(api.POST("/api/v1/exports/{id}/cancellations", { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["workbench", "exports"] }),
  });
}
