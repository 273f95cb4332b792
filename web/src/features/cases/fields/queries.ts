/** Reads and verbs of the institution's own fields. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { Case, CaseField, CaseFieldInput, CaseFieldPatch, CaseKind, FieldTrial } from "@/api/types";
import { keep } from "../queries";
import { isOf } from "./values";

export function useFields(retired = false) {
  return useQuery({
    queryKey: ["case-fields", retired],
    queryFn: async () => (await got(api.GET("/api/v1/case-fields", { params: { query: { retired } } }))).items,
    staleTime: 60_000,
  });
}

/** The fields in use of one kind of work, in their order. */
export function useFieldsOf(kind: CaseKind | undefined): CaseField[] {
  return (useFields().data ?? []).filter((field) => isOf(field, kind));
}

export function useFill(it: Case) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      got(
        api.PATCH("/api/v1/cases/{id}/fields", {
          params: { path: { id: it.id } },
          body: { values },
          ...ifMatch(it.version),
        }),
      ),
    onSuccess: (fresh) => keep(client, fresh),
    onError: () => client.invalidateQueries({ queryKey: ["cases", "one", it.id] }),
  });
}

export function useFieldChanges(id: string | undefined) {
  return useQuery({
    queryKey: ["case-fields", "changes", id],
    queryFn: async () =>
      (
        await got(
          api.GET("/api/v1/case-fields/{id}/changes", { params: { path: { id: id ?? "" }, query: { limit: 200 } } }),
        )
      ).items,
    enabled: id !== undefined,
  });
}

export function useFieldVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["case-fields"] });
  return {
    add: useMutation({
      mutationFn: (body: CaseFieldInput) => got(api.POST("/api/v1/case-fields", { body, ...onlyOnce() })),
      onSuccess: again,
    }),
    edit: useMutation({
      mutationFn: ({ it, body }: { it: CaseField; body: CaseFieldPatch }) =>
        got(api.PATCH("/api/v1/case-fields/{id}", { params: { path: { id: it.id } }, body, ...ifMatch(it.version) })),
      onSettled: again,
    }),
    reorder: useMutation({
      mutationFn: (ids: string[]) => got(api.PUT("/api/v1/case-field-order", { body: { ids } })),
      onSettled: again,
    }),
    attempt: useMutation({
      mutationFn: (body: FieldTrial) => got(api.POST("/api/v1/case-field-trials", { body })),
    }),
  };
}
