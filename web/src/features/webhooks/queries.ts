/** Reads and verbs of webhooks. What is on its way is read again every few seconds. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import { usePages } from "@/ui/paging";
import type { DeliveryState, Endpoint, EndpointInput } from "./types";

const refreshMs = 5_000;

export function useEndpoints() {
  return usePages(
    ["webhooks", "endpoints"],
    (cursor) => got(api.GET("/api/v1/webhook-endpoints", { params: { query: { limit: 50, cursor } } })),
    { refetchInterval: refreshMs },
  );
}

export function useEventKinds() {
  return useQuery({
    queryKey: ["webhooks", "kinds"],
    queryFn: () => got(api.GET("/api/v1/webhook-event-kinds")),
    staleTime: 3_600_000,
  });
}

export function useDeliveries(id: string, state: DeliveryState | undefined) {
  return usePages(
    ["webhooks", "deliveries", id, state],
    (cursor) =>
      got(
        api.GET("/api/v1/webhook-endpoints/{id}/deliveries", {
          params: { path: { id }, query: { state, limit: 30, cursor } },
        }),
      ),
    { refetchInterval: refreshMs },
  );
}

export function useDelivery(id: string | undefined) {
  return useQuery({
    queryKey: ["webhooks", "delivery", id],
    queryFn: () => got(api.GET("/api/v1/webhook-deliveries/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
  });
}

export function useWebhookVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["webhooks"] });
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    add: useMutation({
      mutationFn: (body: EndpointInput) => got(api.POST("/api/v1/webhook-endpoints", { body, ...onlyOnce() })),
      onSettled: again,
    }),
    change: useMutation({
      mutationFn: ({ it, body }: { it: Endpoint; body: Partial<EndpointInput> & { active?: boolean } }) =>
        got(api.PATCH("/api/v1/webhook-endpoints/{id}", { ...withVersion(it), body })),
      onSettled: again,
    }),
    remove: useMutation({
      mutationFn: (it: Endpoint) => got(api.DELETE("/api/v1/webhook-endpoints/{id}", withVersion(it))),
      onSettled: again,
    }),
    rotate: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/webhook-endpoints/{id}/secrets", path(id))),
      onSettled: again,
    }),
    test: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/webhook-endpoints/{id}/tests", path(id))),
      onSettled: again,
    }),
    resend: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/webhook-deliveries/{id}/resends", path(id))),
      onSettled: again,
    }),
    resendFailed: useMutation({
      mutationFn: ({ id, since }: { id: string; since: string }) =>
        got(api.POST("/api/v1/webhook-endpoints/{id}/resends", { ...path(id), body: { since } })),
      onSettled: again,
    }),
  };
}

const withVersion = (it: Endpoint) => ({ params: { path: { id: it.id } }, ...ifMatch(it.version) });
