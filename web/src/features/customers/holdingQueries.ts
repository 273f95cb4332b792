import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Holding = Schemas["Holding"];
export type HoldingInput = Schemas["NewHolding"];
export const holdingKinds = ["account", "card", "policy", "loan"] as const;
export const holdingStatuses = ["active", "dormant", "frozen", "closed"] as const;

export function useHoldings(id: string) {
  return useQuery({
    queryKey: ["customers", "holdings", id],
    queryFn: async () => (await got(api.GET("/api/v1/customers/{id}/holdings", { params: { path: { id } } }))).items,
  });
}

export function useHoldingVerbs(id: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["customers", "holdings", id] });
  return {
    add: useMutation({
      mutationFn: (body: HoldingInput) =>
        got(api.POST("/api/v1/customers/{id}/holdings", { params: { path: { id } }, body, ...onlyOnce() })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ it, body }: { it: Holding; body: Schemas["HoldingChange"] }) =>
        got(
          api.PATCH("/api/v1/customers/{id}/holdings/{holding_id}", {
            params: { path: { id, holding_id: it.id } },
            body,
            ...ifMatch(it.version),
          }),
        ),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: (holding_id: string) =>
        got(api.DELETE("/api/v1/customers/{id}/holdings/{holding_id}", { params: { path: { id, holding_id } } })),
      onSettled,
    }),
  };
}
