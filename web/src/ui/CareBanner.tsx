/** What to know of before serving a customer: shown to whoever does, on their page and on their cases. */
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import { useLocale, useName, useWords } from "./words";

export function useCareNeeds(id: string, enabled = true) {
  return useQuery({
    queryKey: ["customers", "care", id],
    queryFn: async () => (await got(api.GET("/api/v1/customers/{id}/care-needs", { params: { path: { id } } }))).items,
    enabled,
  });
}

export function CareBanner({ customerId }: { customerId: string }) {
  const t = useWords("common");
  const nameOf = useName();
  const english = useLocale() === "en-US";
  const needs = useCareNeeds(customerId, useHolds("customers.view") && customerId !== "").data ?? [];
  if (!needs.length) return null;
  const advice = needs.map((need) => (english ? need.advice_en : need.advice)).filter(Boolean);
  return (
    <Alert
      type="warning"
      showIcon
      className="care"
      title={t("care_banner", { what: needs.map(nameOf).join(english ? ", " : "、") })}
      description={
        advice.length > 0 && (
          <ul className="bare-list">
            {advice.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )
      }
    />
  );
}
