/** Now: what is open, how they want to be reached, when to look at them again. */
import type { ReactNode } from "react";
import type { Customer } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { CasesOf } from "./CasesOf";
import { ReviewState } from "./Review";
import { useWish } from "./wish";

interface OverviewProps {
  it: Customer;
  maySeeCases: boolean;
  /** What other capabilities lay beside the customer. */
  parts: ReactNode;
}

export function Overview({ it, maySeeCases, parts }: OverviewProps) {
  const t = useWords("customers");
  const wish = useWish(it.contact_wish);
  const points = it.contact_points.filter((cp) => cp.verification !== "bounced");
  const first = points.find((cp) => cp.preferred) ?? points[0];
  const none = (
    <span key="n" className="muted">
      —
    </span>
  );
  const facts: [string, ReactNode][] = [
    [
      t("reach"),
      first ? (
        <span key="f" className="num">
          {first.value}
        </span>
      ) : (
        none
      ),
    ],
    [t("wish"), wish ?? none],
    [t("review"), <ReviewState key="r" it={it} />],
    [t("created_at"), <When key="c" at={it.created_at} style="day" />],
    [
      t("note"),
      <span key="n" className={it.note ? "pre" : "muted"}>
        {it.note || "—"}
      </span>,
    ],
  ];
  return (
    <div className="case">
      <Panel title={t("open_cases")} flush>
        <CasesOf it={it} maySee={maySeeCases} open />
      </Panel>
      <aside className="case-side">
        <Panel title={t("at_a_glance")}>
          <Facts items={facts} />
        </Panel>
        {parts}
      </aside>
    </div>
  );
}
