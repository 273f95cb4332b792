/** Reads and verbs of tasks. Every verb answers the task, which replaces the one we hold. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, onlyOnce } from "@/api/client";
import { useHolds } from "@/api/session";
import type { Task, TaskDue, TaskInput } from "@/api/types";
import { usePages } from "@/ui/paging";
import type { Standing } from "./search";

/** Clocks move though nobody does anything. */
const clocksMove = 60_000;

export function useCaseTasks(caseId: string) {
  return useQuery({
    queryKey: ["cases", "tasks", caseId],
    queryFn: async () => (await got(api.GET("/api/v1/cases/{id}/tasks", { params: { path: { id: caseId } } }))).items,
    refetchInterval: clocksMove,
  });
}

export function useTasks(standing: Standing, mine: boolean) {
  return usePages(
    ["tasks", "list", standing, mine],
    (cursor) => {
      const query = { standing, mine: mine || undefined, limit: 50, cursor };
      return got(api.GET("/api/v1/tasks", { params: { query } }));
    },
    { refetchInterval: clocksMove },
  );
}

export function useTaskCounts() {
  return useQuery({
    queryKey: ["tasks", "counts"],
    queryFn: () => got(api.GET("/api/v1/task-counts")),
    refetchInterval: clocksMove,
    enabled: useHolds("cases.answer"),
  });
}

export function useTask(id: string) {
  return useQuery({
    queryKey: ["tasks", "one", id],
    queryFn: () => got(api.GET("/api/v1/tasks/{id}", { params: { path: { id } } })),
    refetchInterval: clocksMove,
  });
}

export function touchTask(client: QueryClient, id: string, caseId: string): void {
  client.invalidateQueries({ queryKey: ["tasks", "one", id] });
  client.invalidateQueries({ queryKey: ["tasks", "list"] });
  client.invalidateQueries({ queryKey: ["tasks", "counts"] });
  client.invalidateQueries({ queryKey: ["cases", "tasks", caseId] });
  client.invalidateQueries({ queryKey: ["cases", "one", caseId] });
  client.invalidateQueries({ queryKey: ["cases", "events", caseId] });
}

export function useAsk(caseId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TaskInput) =>
      got(api.POST("/api/v1/cases/{id}/tasks", { params: { path: { id: caseId } }, body, ...onlyOnce() })),
    onSuccess: (task) => touchTask(client, task.id, caseId),
  });
}

/** The verbs of one task, each as a promise. A refusal also reads the task again: it may have moved on. */
export function useTaskVerbs({ id, case_id }: Pick<Task, "id" | "case_id">) {
  const client = useQueryClient();
  const params = { path: { id } };
  const settle = async (answer: Promise<{ data?: Task }>): Promise<Task> => {
    try {
      const fresh = await got(answer);
      client.setQueryData(["tasks", "one", id], fresh);
      return fresh;
    } finally {
      touchTask(client, id, case_id);
    }
  };
  const some = (text: string) => text || undefined;
  return {
    accept: (opinion: string) =>
      settle(api.POST("/api/v1/tasks/{id}/acceptances", { params, body: { opinion: some(opinion) } })),
    answer: (text: string) => settle(api.POST("/api/v1/tasks/{id}/answers", { params, body: { text }, ...onlyOnce() })),
    give_back: (reason: string) => settle(api.POST("/api/v1/tasks/{id}/returns", { params, body: { reason } })),
    reassign: (staff_id: string, opinion: string) =>
      settle(api.POST("/api/v1/tasks/{id}/reassignments", { params, body: { staff_id, opinion: some(opinion) } })),
    urge: (opinion: string) =>
      settle(api.POST("/api/v1/tasks/{id}/urgings", { params, body: { opinion: some(opinion) }, ...onlyOnce() })),
    ask_again: (text: string, due?: TaskDue) =>
      settle(api.POST("/api/v1/tasks/{id}/renewals", { params, body: { text, due }, ...onlyOnce() })),
    finish: (opinion: string) =>
      settle(api.POST("/api/v1/tasks/{id}/completions", { params, body: { opinion: some(opinion) } })),
    withdraw: (reason: string) => settle(api.POST("/api/v1/tasks/{id}/withdrawals", { params, body: { reason } })),
  };
}
