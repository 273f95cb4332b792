import { useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import type { Named } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Loaded } from "@/ui/Loaded";
import { useWords } from "@/ui/words";

/** Who asked, with masked contacts. */
export function CustomerCard({ customer }: { customer?: Named | null }) {
  const t = useWords("cases");
  const maySee = useHolds("customers.view");
  const id = customer?.id ?? "";
  const one = useQuery({
    queryKey: ["customers", "one", id],
    queryFn: () => got(api.GET("/api/v1/customers/{id}", { params: { path: { id } } })),
    enabled: maySee && customer != null,
  });
  if (!customer) return <span className="muted">{t("no_customer")}</span>;
  if (!maySee) return <span>{customer.name}</span>;
  return (
    <Loaded query={one} rows={2}>
      {(it) => (
        <Facts
          items={[
            [
              t("customer_name"),
              `${it.name}${it.class === "ordinary" ? "" : ` · ${t(`common:customer_class.${it.class}`)}`}`,
            ],
            [
              t("customer_number"),
              <span key="n" className="mono">
                {it.number}
              </span>,
            ],
            ...it.contact_points.map(
              (cp) =>
                [
                  t(`common:contact_kind.${cp.kind}`),
                  <span key={cp.id} className="num">
                    {cp.value}
                  </span>,
                ] as [string, React.ReactNode],
            ),
          ]}
        />
      )}
    </Loaded>
  );
}
