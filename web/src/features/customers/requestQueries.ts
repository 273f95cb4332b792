import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import type { components } from "@/api/schema";
import { usePages } from "@/ui/paging";

type Schemas = components["schemas"];
export type ChangeRequest = Schemas["ChangeRequest"];
export type CustomerSettings = Schemas["CustomerSettings"];

/** What waits for one customer. */
export function usePendingOf(id: string) {
  return useQuery({
    queryKey: ["customers", "change-requests", id],
    queryFn: async () => {
      const params = { path: { id }, query: { limit: 50 } };
      const page = await got(api.GET("/api/v1/customers/{id}/change-requests", { params }));
      return page.items.filter((request) => request.status === "pending");
    },
  });
}

export function usePending() {
  return usePages(["customers", "change-requests", "pending"], (cursor) =>
    got(api.GET("/api/v1/customer-change-requests", { params: { query: { limit: 50, cursor } } })),
  );
}

export function useRequestVerbs(id: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["customers"] });
  const params = { path: { id } };
  return {
    approve: useMutation({
      mutationFn: (opinion: string) =>
        got(
          api.POST("/api/v1/customer-change-requests/{id}/approvals", {
            params,
            body: { opinion: opinion || undefined },
          }),
        ),
      onSettled,
    }),
    refuse: useMutation({
      mutationFn: (opinion: string) =>
        got(api.POST("/api/v1/customer-change-requests/{id}/refusals", { params, body: { opinion } })),
      onSettled,
    }),
    withdraw: useMutation({
      mutationFn: () => got(api.DELETE("/api/v1/customer-change-requests/{id}", { params })),
      onSettled,
    }),
  };
}

export function useCustomerSettings(enabled: boolean) {
  return useQuery({
    queryKey: ["customers", "settings"],
    queryFn: () => got(api.GET("/api/v1/customer-settings")),
    enabled,
  });
}

export function useChangeSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, second_person }: CustomerSettings) =>
      got(api.PATCH("/api/v1/customer-settings", { body: { second_person }, ...ifMatch(version) })),
    onSettled: () => client.invalidateQueries({ queryKey: ["customers", "settings"] }),
  });
}
