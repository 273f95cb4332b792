import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { ContactKind, Customer, CustomerInput } from "@/api/types";
import { usePages } from "@/ui/paging";

export function useCustomers(q: string | undefined) {
  return usePages(["customers", "list", q ?? ""], (cursor) =>
    got(api.GET("/api/v1/customers", { params: { query: { q, limit: 50, cursor } } })),
  );
}

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ["customers", "one", id],
    queryFn: () => got(api.GET("/api/v1/customers/{id}", { params: { path: { id } } })),
  });
}

export function useCasesOf(customer_id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["cases", "list", "of-customer", customer_id],
    queryFn: () => got(api.GET("/api/v1/cases", { params: { query: { customer_id, sort: "newest", limit: 50 } } })),
    enabled,
  });
}

const again = (client: QueryClient) => client.invalidateQueries({ queryKey: ["customers"] });

export function useCreateCustomer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CustomerInput) => got(api.POST("/api/v1/customers", { body, ...onlyOnce() })),
    onSuccess: () => again(client),
  });
}

export function useEditCustomer(it: Customer) {
  const client = useQueryClient();
  const path = { id: it.id };
  return {
    edit: useMutation({
      mutationFn: (body: Partial<CustomerInput>) =>
        got(api.PATCH("/api/v1/customers/{id}", { params: { path }, body, ...ifMatch(it.version) })),
      onSettled: () => again(client),
    }),
    addContact: useMutation({
      mutationFn: (body: { kind: ContactKind; value: string }) =>
        got(api.POST("/api/v1/customers/{id}/contact-points", { params: { path }, body, ...onlyOnce() })),
      onSettled: () => again(client),
    }),
    removeContact: useMutation({
      mutationFn: async (contact_point_id: string) => {
        await api.DELETE("/api/v1/customers/{id}/contact-points/{contact_point_id}", {
          params: { path: { ...path, contact_point_id } },
        });
      },
      onSettled: () => again(client),
    }),
  };
}
