import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Standing = Schemas["VerificationStanding"];
export type Level = Schemas["VerificationLevel"];
export type Check = Schemas["VerificationCheck"];
export type VerificationChannel = Level["channels"][number];
export type Verification = Schemas["CustomerVerification"];
export type NewVerification = Schemas["NewCustomerVerification"];
export type SettingsShown = Schemas["VerificationSettingsShown"];
export type Settings = Schemas["VerificationSettings"];

/** What the agent vouches for; all else is compared by the server. */
export const vouched: Check[] = ["document_seen", "called_back"];
export const checks: Check[] = [
  "name",
  "phone",
  "phone_tail",
  "email",
  "identity_number",
  "identity_tail",
  "birth_date",
  ...vouched,
];
export const channels: VerificationChannel[] = ["phone", "chat", "counter"];

export function useStanding(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["verification", id],
    queryFn: () => got(api.GET("/api/v1/customers/{id}/verification", { params: { path: { id } } })),
    enabled,
    // What holds ends by itself, and nobody tells.
    refetchInterval: 60_000,
  });
}

export function useTries(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["verification", id, "tries"],
    queryFn: () =>
      got(api.GET("/api/v1/customers/{id}/verifications", { params: { path: { id }, query: { limit: 20 } } })),
    enabled,
  });
}

export function useVerify(id: string) {
  const client = useQueryClient();
  const path = { id };
  const onSettled = () => client.invalidateQueries({ queryKey: ["verification", id] });
  return {
    verify: useMutation({
      mutationFn: (body: NewVerification) =>
        got(api.POST("/api/v1/customers/{id}/verifications", { params: { path }, body, ...onlyOnce() })),
      onSettled,
    }),
    unlock: useMutation({
      mutationFn: (reason: string) =>
        got(api.POST("/api/v1/customers/{id}/verification/unlock", { params: { path }, body: { reason } })),
      onSettled,
    }),
  };
}

export function useSettings() {
  return useQuery({
    queryKey: ["verification-settings"],
    queryFn: () => got(api.GET("/api/v1/verification-settings")),
  });
}

export function useConfigure() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Settings & { version: number }) =>
      got(api.PUT("/api/v1/verification-settings", { body, ...ifMatch(version) })),
    onSettled: () => client.invalidateQueries({ queryKey: ["verification-settings"] }),
  });
}
