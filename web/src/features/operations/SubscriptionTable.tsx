import { Table, type TableColumnsType, Tag } from "antd";
import { useHolds } from "@/api/session";
import { Nothing } from "@/ui/Loaded";
import { Ago, Count } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Failures } from "./Failures";
import { PartName } from "./PartName";
import { useOperationsVerbs } from "./queries";
import type { Subscription } from "./types";
import { VerbButton } from "./VerbButton";

function useColumns(): TableColumnsType<Subscription> {
  const t = useWords("operations");
  const verbs = useOperationsVerbs();
  const mayManage = useHolds("operations.manage");
  const columns: TableColumnsType<Subscription> = [
    {
      title: t("column.subscription"),
      render: (_, row) => (
        <PartName words={t(`subscription.${row.name}`, { defaultValue: row.name })} name={row.name} />
      ),
    },
    { title: t("column.position"), width: 110, render: (_, row) => <Count of={row.position} /> },
    {
      title: t("column.behind"),
      width: 130,
      render: (_, row) =>
        row.lag === 0 ? (
          <Tag color="green" variant="filled" className="tag">
            ✓ {t("up_to_date")}
          </Tag>
        ) : (
          <Tag color="gold" variant="filled" className="tag">
            {t("behind_by", { count: row.lag })}
          </Tag>
        ),
    },
    { title: t("column.moved"), width: 120, render: (_, row) => <Ago at={row.moved_at} /> },
    {
      title: t("column.failures"),
      width: 240,
      ellipsis: true,
      render: (_, row) => <Failures count={row.failures} error={row.last_error} />,
    },
  ];
  if (mayManage)
    columns.push({
      title: t("column.verb"),
      width: 110,
      render: (_, row) =>
        row.can_be_rebuilt ? (
          <VerbButton
            label={t("rebuild")}
            done={t("rebuild_begun")}
            sure={{ title: t("rebuild_sure"), text: t("rebuild_about") }}
            run={() => verbs.rebuild(row.name)}
          />
        ) : (
          <span className="muted small">{t("not_rebuildable")}</span>
        ),
    });
  return columns;
}

export function SubscriptionTable({ subscriptions }: { subscriptions: Subscription[] }) {
  const t = useWords("operations");
  return (
    <Table<Subscription>
      size="small"
      rowKey="name"
      columns={useColumns()}
      dataSource={subscriptions}
      pagination={false}
      scroll={{ x: 820 }}
      locale={{ emptyText: <Nothing text={t("no_subscriptions")} /> }}
    />
  );
}
