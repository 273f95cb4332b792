/** Reads and verbs of the machinery. What is shown is read again every five seconds. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import type { Page } from "@/api/types";
import { usePages } from "@/ui/paging";
import type { Backup, Operations, OutboxItem, OutboxState } from "./types";

const refreshMs = 5_000;

export function useOperations() {
  return useQuery({
    queryKey: ["operations", "standing"],
    queryFn: async () => (await got(api.GET("/api/v1/operations"))) as unknown as Operations,
    refetchInterval: refreshMs,
  });
}

export function useOutbox(state: OutboxState) {
  return usePages(
    ["operations", "outbox", state],
    async (cursor) => {
      const query = { state, limit: 50, cursor };
      return (await got(api.GET("/api/v1/operations/outbox", { params: { query } }))) as unknown as Page<OutboxItem>;
    },
    { refetchInterval: refreshMs },
  );
}

export function useBackups() {
  return usePages(
    ["operations", "backups"],
    async (cursor) => {
      const query = { limit: 10, cursor };
      return (await got(api.GET("/api/v1/operations/backups", { params: { query } }))) as unknown as Page<Backup>;
    },
    { refetchInterval: refreshMs },
  );
}

/** Somebody's name; none while it is not known, or to who may not see colleagues. */
export function useStaffName(id: string | undefined): string | undefined {
  const found = useQuery({
    queryKey: ["staff", "name", id],
    queryFn: () => got(api.GET("/api/v1/staff/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: useHolds("organisation.view") && id !== undefined,
    staleTime: 300_000,
    retry: false,
  });
  return found.data?.name;
}

/** Each verb, and then a fresh look at what it did. */
export function useOperationsVerbs() {
  const client = useQueryClient();
  const settle = async (answer: Promise<{ data?: unknown }>) => {
    try {
      await got(answer);
    } finally {
      await client.invalidateQueries({ queryKey: ["operations"] });
    }
  };
  return {
    runTimer: (name: string) =>
      settle(api.POST("/api/v1/operations/timers/{name}/runs", { params: { path: { name } } })),
    rebuild: (name: string) =>
      settle(api.POST("/api/v1/operations/subscriptions/{name}/rebuilds", { params: { path: { name } } })),
    takeBackup: () => settle(api.POST("/api/v1/operations/backups")),
    testBackup: (id: string) => settle(api.POST("/api/v1/operations/backups/{id}/tests", { params: { path: { id } } })),
    resend: (id: string) => settle(api.POST("/api/v1/operations/outbox/{id}/resends", { params: { path: { id } } })),
  };
}
