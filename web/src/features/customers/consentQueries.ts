import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, got, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";
import { usePages } from "@/ui/paging";

type Schemas = components["schemas"];
export type Consent = Schemas["Consent"];
export type ConsentInput = Schemas["NewConsent"];
export type Withdrawal = Schemas["Withdrawal"];
export const purposes = [
  "personal_information",
  "sensitive_information",
  "marketing",
  "sharing_with_others",
  "cross_border",
  "credit_report",
  "recording",
  "surveys",
] as const;
export const consentChannels = ["counter", "phone", "app", "web", "paper", "wechat", "email"] as const;

export function useConsents(id: string) {
  return usePages(["customers", "consents", id], (cursor) =>
    got(api.GET("/api/v1/customers/{id}/consents", { params: { path: { id }, query: { limit: 50, cursor } } })),
  );
}

export function useConsentVerbs(id: string) {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["customers", "consents", id] });
  return {
    give: useMutation({
      mutationFn: (body: ConsentInput) =>
        got(api.POST("/api/v1/customers/{id}/consents", { params: { path: { id } }, body, ...onlyOnce() })),
      onSettled,
    }),
    withdraw: useMutation({
      mutationFn: ({ consent_id, body }: { consent_id: string; body: Withdrawal }) =>
        got(
          api.POST("/api/v1/customers/{id}/consents/{consent_id}/withdrawals", {
            params: { path: { id, consent_id } },
            body,
          }),
        ),
      onSettled,
    }),
  };
}
