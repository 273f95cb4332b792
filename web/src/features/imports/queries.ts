/** Reads and verbs of imports. The live stream tells of beginnings and ends; what lies between is asked for. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, upload } from "@/api/client";
import { usePages } from "@/ui/paging";
import { type FieldMapping, toServer } from "./mapping";
import type { Import } from "./types";

const listMs = 5_000;
const runMs = 1_000;
/** The report of a cancelled run comes a moment after the cancellation, and nothing announces it. */
const reportWaitMs = 15_000;

export function useImports() {
  return usePages(
    ["imports", "list"],
    (cursor) => got(api.GET("/api/v1/imports", { params: { query: { limit: 50, cursor } } })),
    { refetchInterval: listMs },
  );
}

/** Whether `it` changes without anybody saying so. */
export function isMoving(it: Import | undefined, now = Date.now()): boolean {
  if (it?.state === "running") return true;
  if (it?.state !== "cancelled" || it.report || !it.progress.rows) return false;
  return now - Date.parse(it.updated_at) < reportWaitMs;
}

export function useImport(id: string) {
  return useQuery({
    queryKey: ["imports", "one", id],
    queryFn: () => got(api.GET("/api/v1/imports/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (isMoving(query.state.data) ? runMs : false),
  });
}

export function useUpload() {
  const client = useQueryClient();
  return async (file: File, onProgress: (share: number) => void) => {
    const form = new FormData();
    form.append("file", file);
    const it = await upload<Import>("/api/v1/imports", form, onProgress);
    client.setQueryData(["imports", "one", it.id], it);
    client.invalidateQueries({ queryKey: ["imports", "list"] });
    return it;
  };
}

/** Begin and stop. What the server answers is shown at once; after a refusal it is read again. */
export function useImportVerbs(it: Import) {
  const client = useQueryClient();
  const params = { path: { id: it.id } };
  const settled = {
    onSuccess: (answer: unknown) => client.setQueryData(["imports", "one", it.id], answer),
    onSettled: () => client.invalidateQueries({ queryKey: ["imports"] }),
  };
  return {
    start: useMutation({
      mutationFn: (mapping: FieldMapping) =>
        got(api.POST("/api/v1/imports/{id}/runs", { params, body: { mapping: toServer(it.columns, mapping) } })),
      ...settled,
    }),
    cancel: useMutation({
      mutationFn: () => got(api.POST("/api/v1/imports/{id}/cancellations", { params })),
      ...settled,
    }),
  };
}
