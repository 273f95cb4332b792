import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { OrgUnit, SignInRulesPatch, Staff, StaffInput, StaffPatch, UnitInput } from "@/api/types";
import { usePages } from "@/ui/paging";
import type { OrganisationSearch } from "./search";

export const roleCodes = [
  "service_manager",
  "service_agent",
  "complaint_specialist",
  "technical_support",
  "quality_supervisor",
  "department_handler",
  "administrator",
  "auditor",
] as const;
export const scopes = ["own", "own_unit", "unit_and_below", "all"] as const;
export const unitKinds = ["head_office", "branch", "department", "team"] as const;

export function useStaffPages(search: OrganisationSearch) {
  return usePages(["staff", "list", search], (cursor) =>
    got(api.GET("/api/v1/staff", { params: { query: { ...search, limit: 50, cursor } } })),
  );
}

export function useRoles() {
  return useQuery({
    queryKey: ["roles"],
    queryFn: async () => (await got(api.GET("/api/v1/roles"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSignInRules() {
  return useQuery({ queryKey: ["sign-in-rules"], queryFn: () => got(api.GET("/api/v1/sign-in-rules")) });
}

export function useChangeSignInRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: { body: SignInRulesPatch; version: number }) =>
      got(api.PATCH("/api/v1/sign-in-rules", { body, ...ifMatch(version) })),
    onSettled: () => client.invalidateQueries({ queryKey: ["sign-in-rules"] }),
  });
}

export function useUnitVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["units"] });
  return {
    add: useMutation({
      mutationFn: (body: UnitInput) => got(api.POST("/api/v1/org-units", { body, ...onlyOnce() })),
      onSuccess: again,
    }),
    edit: useMutation({
      mutationFn: ({ unit, body }: { unit: OrgUnit; body: Partial<UnitInput> }) =>
        got(api.PATCH("/api/v1/org-units/{id}", { params: { path: { id: unit.id } }, body, ...ifMatch(unit.version) })),
      onSettled: again,
    }),
  };
}

export function useStaffVerbs() {
  const client = useQueryClient();
  const again = () => {
    client.invalidateQueries({ queryKey: ["staff"] });
    client.invalidateQueries({ queryKey: ["units"] });
  };
  const params = (id: string) => ({ params: { path: { id } } });
  return {
    add: useMutation({
      mutationFn: (body: StaffInput) => got(api.POST("/api/v1/staff", { body, ...onlyOnce() })),
      onSuccess: again,
    }),
    edit: useMutation({
      mutationFn: ({ it, body }: { it: Staff; body: StaffPatch }) =>
        got(api.PATCH("/api/v1/staff/{id}", { ...params(it.id), body, ...ifMatch(it.version) })),
      onSettled: again,
    }),
    resetPassword: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/staff/{id}/password-resets", params(id))),
      onSettled: again,
    }),
    makeLink: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/staff/{id}/password-links", params(id))),
      onSettled: again,
    }),
    endSessions: useMutation({
      mutationFn: async (id: string) => {
        await api.DELETE("/api/v1/staff/{id}/sessions", params(id));
      },
      onSettled: again,
    }),
    removeSecondFactors: useMutation({
      mutationFn: async (id: string) => {
        await api.DELETE("/api/v1/staff/{id}/second-factors", params(id));
      },
      onSettled: again,
    }),
    unlock: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/staff/{id}/unlocks", params(id))),
      onSettled: again,
    }),
  };
}
