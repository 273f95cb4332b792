/** Reads and verbs of checklists. Every verb on a case answers its checklist, which replaces the one we hold. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { Checklist, ChecklistTemplate, ChecklistTemplateInput, ChecklistTemplatePatch } from "@/api/types";

export function useChecklist(caseId: string) {
  return useQuery({
    queryKey: ["cases", "checklist", caseId],
    queryFn: () => got(api.GET("/api/v1/cases/{id}/checklist", { params: { path: { id: caseId } } })),
  });
}

export function useChecklistVerbs(caseId: string) {
  const client = useQueryClient();
  const id = caseId;
  const settle = async (answer: Promise<{ data?: Checklist }>): Promise<void> => {
    try {
      client.setQueryData(["cases", "checklist", caseId], await got(answer));
    } catch (error) {
      client.invalidateQueries({ queryKey: ["cases", "checklist", caseId] });
      throw error;
    } finally {
      client.invalidateQueries({ queryKey: ["cases", "one", caseId] });
      client.invalidateQueries({ queryKey: ["cases", "events", caseId] });
    }
  };
  return {
    put: (template_id: string) =>
      settle(api.POST("/api/v1/cases/{id}/checklists", { params: { path: { id } }, body: { template_id } })),
    add: (text: string, required: boolean) =>
      settle(
        api.POST("/api/v1/cases/{id}/checklist-items", {
          params: { path: { id } },
          body: { text, required },
          ...onlyOnce(),
        }),
      ),
    tick: (item_id: string, done: boolean) =>
      settle(
        api.POST("/api/v1/cases/{id}/checklist-items/{item_id}/ticks", {
          params: { path: { id, item_id } },
          body: { done },
        }),
      ),
    remove: (item_id: string) =>
      settle(api.DELETE("/api/v1/cases/{id}/checklist-items/{item_id}", { params: { path: { id, item_id } } })),
    reorder: (ids: string[]) =>
      settle(api.PUT("/api/v1/cases/{id}/checklist-order", { params: { path: { id } }, body: { ids } })),
  };
}

export function useTemplates(retired: boolean) {
  return useQuery({
    queryKey: ["checklist-templates", retired],
    queryFn: async () => (await got(api.GET("/api/v1/checklist-templates", { params: { query: { retired } } }))).items,
    staleTime: 60_000,
  });
}

export function useTemplateVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["checklist-templates"] });
  return {
    add: useMutation({
      mutationFn: (body: ChecklistTemplateInput) =>
        got(api.POST("/api/v1/checklist-templates", { body, ...onlyOnce() })),
      onSuccess: again,
    }),
    edit: useMutation({
      mutationFn: ({ it, body }: { it: ChecklistTemplate; body: ChecklistTemplatePatch }) =>
        got(
          api.PATCH("/api/v1/checklist-templates/{id}", {
            params: { path: { id: it.id } },
            body,
            ...ifMatch(it.version),
          }),
        ),
      onSettled: again,
    }),
  };
}
