/** The right column: time limits, people, customer, product, attachments. */
import { Link } from "@tanstack/react-router";
import { Button, Tag } from "antd";
import type { ReactNode } from "react";
import { useHolds } from "@/api/session";
import type { Case } from "@/api/types";
import { CareBanner } from "@/ui/CareBanner";
import { Facts } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { PriorityMark, StatusTag } from "@/ui/Tags";
import { Since, When } from "@/ui/Time";
import { useName, useWords } from "@/ui/words";
import { Attachments } from "./Attachments";
import { ClockList } from "./ClockList";
import { CustomerCard } from "./CustomerCard";
import { ChecklistPanel } from "./checklists/ChecklistPanel";
import { FieldsPanel } from "./fields/FieldsPanel";
import { Relations } from "./Relations";

interface CaseSideProps {
  it: Case;
  afterCustomer: ReactNode;
  onAssign: () => void;
}

export function CaseSide({ it, afterCustomer, onAssign }: CaseSideProps) {
  const t = useWords("cases");
  const nameOf = useName();
  const maySeeCustomers = useHolds("customers.view");
  const none = <span className="muted">—</span>;
  return (
    <aside className="case-side">
      {it.customer && <CareBanner customerId={it.customer.id} />}
      <Panel title={t("clocks")}>
        <ClockList it={it} />
      </Panel>
      <Panel
        title={t("basics")}
        extra={
          it.may.assign && (
            <Button size="small" type="link" onClick={onAssign}>
              {t("verb.assign")}
            </Button>
          )
        }
      >
        <Facts
          items={[
            [t("column.status"), <StatusTag key="s" status={it.status} />],
            [t("customer_words_label"), t(`customer_words.${it.customer_words}`)],
            [t("column.priority"), <PriorityMark key="p" priority={it.priority} />],
            [t("column.assignee"), it.assignee?.name ?? <span className="muted">{t("nobody")}</span>],
            [t("owner"), it.owner?.name ?? none],
            [t("first_owner"), it.first_owner?.name ?? none],
            ...(it.transferred_from
              ? [
                  [
                    t("transferred_from"),
                    [it.transferred_from.unit && nameOf(it.transferred_from.unit), it.transferred_from.staff?.name]
                      .filter(Boolean)
                      .join(" · "),
                  ] as [string, React.ReactNode],
                ]
              : []),
            [t("column.unit"), it.unit ? nameOf(it.unit) : none],
            [t("column.product"), it.product ? nameOf(it.product) : none],
            [t("column.created"), <When key="c" at={it.created_at} />],
            ...(it.tags.length
              ? [[t("tags"), it.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)] as [string, React.ReactNode]]
              : []),
            ...(it.followers.length
              ? [[t("followers"), it.followers.map((one) => one.name).join("、")] as [string, React.ReactNode]]
              : []),
            ...(it.waiting_since
              ? [[t("column.waiting"), <Since key="w" at={it.waiting_since} />] as [string, React.ReactNode]]
              : []),
          ]}
        />
      </Panel>
      <ChecklistPanel it={it} />
      <FieldsPanel it={it} />
      <Panel title={t("relations")}>
        <Relations it={it} />
      </Panel>
      <Panel
        title={t("column.customer")}
        extra={
          it.customer &&
          maySeeCustomers && (
            <Link to="/customers/$id" params={{ id: it.customer.id }}>
              {t("customer_page")}
            </Link>
          )
        }
      >
        <CustomerCard customer={it.customer} />
      </Panel>
      {afterCustomer}
      <Panel title={t("attachments")} extra={<span className="muted small">{it.attachments.length || ""}</span>}>
        <Attachments it={it} />
      </Panel>
    </aside>
  );
}
