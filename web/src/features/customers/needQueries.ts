import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";
import { usePages } from "@/ui/paging";

type Schemas = components["schemas"];
export type Need = Schemas["CustomerNeed"];
export type NeedInput = Schemas["NewCustomerNeed"];
export type NextStep = Schemas["NextStep"];
export const needKinds = ["need", "preference", "life_event"] as const;

export function useNeeds(id: string) {
  return usePages(["customers", "needs", id], (cursor) =>
    got(api.GET("/api/v1/customers/{id}/needs", { params: { path: { id }, query: { limit: 20, cursor } } })),
  );
}

export function useFollowUps(all: boolean, due: boolean) {
  const query = { owner_id: all ? undefined : "me", due: due || undefined };
  return usePages(["customers", "follow-ups", all, due], (cursor) =>
    got(api.GET("/api/v1/customer-needs", { params: { query: { ...query, limit: 50, cursor } } })),
  );
}

/** What is to be done next for one customer. */
export function useOpenSteps(customer_id: string) {
  return useQuery({
    queryKey: ["customers", "open-steps", customer_id],
    queryFn: async () =>
      (await got(api.GET("/api/v1/customer-needs", { params: { query: { customer_id, limit: 20 } } }))).items,
  });
}

export function useNeedVerbs() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["customers"] });
  return {
    add: useMutation({
      mutationFn: ({ id, body }: { id: string; body: NeedInput }) =>
        got(api.POST("/api/v1/customers/{id}/needs", { params: { path: { id } }, body, ...onlyOnce() })),
      onSettled,
    }),
    change: useMutation({
      mutationFn: ({ it, body }: { it: Need; body: Schemas["CustomerNeedChange"] }) =>
        got(
          api.PATCH("/api/v1/customer-needs/{id}", { params: { path: { id: it.id } }, body, ...ifMatch(it.version) }),
        ),
      onSettled,
    }),
  };
}
