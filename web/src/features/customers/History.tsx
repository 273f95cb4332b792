/** Who changed which field when, and from what to what. */
import { Table } from "antd";
import type { Customer } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type FieldChange, useChanges } from "./historyQueries";
import { type ContactWish, useWish } from "./wish";

function Wish({ value }: { value: string }) {
  const wish = useWish(JSON.parse(value) as ContactWish);
  return <span>{wish}</span>;
}

function Value({ field, value }: { field: string; value?: string | null }) {
  const t = useWords("customers");
  if (!value) return <span className="muted">—</span>;
  if (field === "kind") return <span>{t(`common:customer_kind.${value}`)}</span>;
  if (field === "class") return <span>{t(`common:customer_class.${value}`)}</span>;
  if (field === "contact_wish") return <Wish value={value} />;
  if (field === "contact_verification") return <span>{t(`verification.${value}`)}</span>;
  return <span className="pre">{value}</span>;
}

export function History({ it }: { it: Customer }) {
  const t = useWords("customers");
  const changes = useChanges(it.id);
  return (
    <Panel title={t("tab.history")} flush>
      {changes.isError && <Failure error={changes.error} onRetry={() => changes.refetch()} />}
      <Table<FieldChange>
        size="small"
        rowKey="id"
        pagination={false}
        loading={changes.isPending}
        dataSource={changes.rows}
        locale={{ emptyText: <Nothing text={t("no_changes")} /> }}
        columns={[
          { title: t("changed_at"), width: 150, render: (_, row) => <When at={row.at} /> },
          { title: t("changed_by"), width: 120, ellipsis: true, render: (_, row) => row.by?.name ?? t("system") },
          {
            title: t("field_label"),
            width: 150,
            render: (_, row) => t(`field.${row.field}`, { defaultValue: row.field }),
          },
          { title: t("old_value"), render: (_, row) => <Value field={row.field} value={row.old} /> },
          { title: t("new_value"), render: (_, row) => <Value field={row.field} value={row.new} /> },
        ]}
      />
      <More
        loaded={changes.rows.length}
        hasMore={changes.hasNextPage}
        loading={changes.isFetchingNextPage}
        onMore={() => changes.fetchNextPage()}
      />
    </Panel>
  );
}
