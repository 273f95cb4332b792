import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";
import type { Customer, CustomerInput, CustomerPatch } from "@/api/types";
import { usePages } from "@/ui/paging";

export function useCustomers(q: string | undefined, due: boolean) {
  const query = due ? { review_due: true } : { q };
  return usePages(["customers", "list", due ? "due" : (q ?? "")], (cursor) =>
    got(api.GET("/api/v1/customers", { params: { query: { ...query, limit: 50, cursor } } })),
  );
}

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ["customers", "one", id],
    queryFn: () => got(api.GET("/api/v1/customers/{id}", { params: { path: { id } } })),
  });
}

/** How many cases of a customer are read at once. */
export const casesShown = 200;

export function useCasesOf(customer_id: string, enabled: boolean, status?: "open") {
  return useQuery({
    queryKey: ["cases", "list", "of-customer", customer_id, status ?? ""],
    queryFn: () =>
      got(api.GET("/api/v1/cases", { params: { query: { customer_id, status, sort: "newest", limit: casesShown } } })),
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

type Schemas = components["schemas"];
export type ContactInput = Schemas["NewContactPoint"];
export type DocumentInput = Schemas["NewIdentityDocument"];
export type CareInput = Schemas["NewCareNeed"];
export type CareCode = Schemas["CareCode"];

/** Whether a change waits for a second person: then the answer is what waits, and no customer. */
export const waits = (answer: object | undefined) => answer !== undefined && "items" in answer;

export function useEditCustomer(it: Customer) {
  const client = useQueryClient();
  const path = { id: it.id };
  return {
    edit: useMutation({
      mutationFn: (body: CustomerPatch) =>
        got(api.PATCH("/api/v1/customers/{id}", { params: { path }, body, ...ifMatch(it.version) })),
      onSettled: () => again(client),
    }),
    addContact: useMutation({
      mutationFn: (body: ContactInput) =>
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
    verifyContact: useMutation({
      mutationFn: ({ id, body }: { id: string; body: Schemas["NewVerification"] }) =>
        got(
          api.POST("/api/v1/customers/{id}/contact-points/{contact_point_id}/verifications", {
            params: { path: { ...path, contact_point_id: id } },
            body,
          }),
        ),
      onSettled: () => again(client),
    }),
    addDocument: useMutation({
      mutationFn: (body: DocumentInput) =>
        got(api.POST("/api/v1/customers/{id}/identity-documents", { params: { path }, body, ...onlyOnce() })),
      onSettled: () => again(client),
    }),
    removeDocument: useMutation({
      mutationFn: (identity_document_id: string) =>
        got(
          api.DELETE("/api/v1/customers/{id}/identity-documents/{identity_document_id}", {
            params: { path: { ...path, identity_document_id } },
          }),
        ),
      onSettled: () => again(client),
    }),
    review: useMutation({
      mutationFn: (body: Schemas["NewReview"]) =>
        got(api.POST("/api/v1/customers/{id}/reviews", { params: { path }, body, ...ifMatch(it.version) })),
      onSettled: () => again(client),
    }),
  };
}

export function useCareCodes(enabled: boolean) {
  return useQuery({
    queryKey: ["customers", "care-codes"],
    queryFn: async () => (await got(api.GET("/api/v1/care-codes"))).items,
    enabled,
  });
}

export function useCareVerbs(id: string) {
  const client = useQueryClient();
  return {
    add: useMutation({
      mutationFn: (body: CareInput) =>
        got(api.POST("/api/v1/customers/{id}/care-needs", { params: { path: { id } }, body, ...onlyOnce() })),
      onSettled: () => again(client),
    }),
    end: useMutation({
      mutationFn: (care_need_id: string) =>
        got(
          api.DELETE("/api/v1/customers/{id}/care-needs/{care_need_id}", {
            params: { path: { id, care_need_id } },
          }),
        ),
      onSettled: () => again(client),
    }),
  };
}

export function useCareCodeVerbs() {
  const client = useQueryClient();
  return {
    add: useMutation({
      mutationFn: (body: Schemas["NewCareCode"]) => got(api.POST("/api/v1/care-codes", { body, ...onlyOnce() })),
      onSettled: () => again(client),
    }),
    change: useMutation({
      mutationFn: ({ it, body }: { it: CareCode; body: Schemas["CareCodeChange"] }) =>
        got(
          api.PATCH("/api/v1/care-codes/{code}", { params: { path: { code: it.code } }, body, ...ifMatch(it.version) }),
        ),
      onSettled: () => again(client),
    }),
  };
}
