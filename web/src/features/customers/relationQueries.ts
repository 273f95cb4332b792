import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Relation = Schemas["Relation"];
export type RelationInput = Schemas["NewRelation"];
export const relationKinds = {
  person: ["agent", "guardian", "heir"],
  organisation: ["agent", "company_contact"],
} as const;

export function useRelations(id: string) {
  return useQuery({
    queryKey: ["customers", "relations", id],
    queryFn: async () => (await got(api.GET("/api/v1/customers/{id}/relations", { params: { path: { id } } }))).items,
  });
}

export function useRelationVerbs(id: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["customers", "relations"] });
  return {
    add: useMutation({
      mutationFn: (body: RelationInput) =>
        got(api.POST("/api/v1/customers/{id}/relations", { params: { path: { id } }, body, ...onlyOnce() })),
      onSettled,
    }),
    end: useMutation({
      mutationFn: (relation_id: string) =>
        got(api.DELETE("/api/v1/customers/{id}/relations/{relation_id}", { params: { path: { id, relation_id } } })),
      onSettled,
    }),
  };
}
