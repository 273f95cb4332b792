/** Now, past and next: what is open, what was, what is to be done, how they want to be reached. */
import type { ReactNode } from "react";
import type { Customer } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { CasesOf } from "./CasesOf";
import { NextSteps } from "./NextSteps";
import { Past } from "./Past";
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
      <div className="case-main">
        <Panel title={t("open_cases")} flush>
          <CasesOf it={it} maySee={maySeeCases} open />
        </Panel>
        <Past it={it} maySee={maySeeCases} />
      </div>
      <aside className="case-side">
        <Panel title={t("at_a_glance")}>
          <Facts items={facts} />
        </Panel>
        <NextSteps it={it} />
        {parts}
      </aside>
    </div>
  );
}
