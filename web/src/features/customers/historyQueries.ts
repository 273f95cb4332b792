import { api, got } from "@/api/client";
import type { components } from "@/api/schema";
import { usePages } from "@/ui/paging";

export type FieldChange = components["schemas"]["FieldChange"];

export function useChanges(id: string) {
  return usePages(["customers", "changes", id], (cursor) =>
    got(api.GET("/api/v1/customers/{id}/changes", { params: { path: { id }, query: { limit: 50, cursor } } })),
  );
}
