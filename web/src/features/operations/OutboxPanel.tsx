/** What waits to be sent, what was sent, and what was given up until a person decides. */
import { Skeleton, Table, type TableColumnsType, Tabs } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import { formatCount } from "@/ui/format";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { useOperationsVerbs, useOutbox } from "./queries";
import { Recipient } from "./Recipient";
import { type Operations, type OutboxItem, type OutboxState, outboxStates } from "./types";
import { VerbButton } from "./VerbButton";

function useColumns(state: OutboxState): TableColumnsType<OutboxItem> {
  const t = useWords("operations");
  const verbs = useOperationsVerbs();
  const mayManage = useHolds("operations.manage");
  const columns: TableColumnsType<OutboxItem> = [
    { title: t("column.asked_for"), width: 130, render: (_, row) => <When at={row.created_at} style="short" /> },
    {
      title: t("column.sent_by"),
      width: 80,
      render: (_, row) => t(`outgoing.${row.kind}`, { defaultValue: row.kind }),
    },
    {
      title: t("column.to"),
      width: 190,
      ellipsis: true,
      render: (_, row) => <Recipient id={row.recipient_id} address={row.to} />,
    },
    {
      title: t("column.subject"),
      width: 220,
      ellipsis: true,
      render: (_, row) => <span className="mono">{row.subject_id ?? "—"}</span>,
    },
    { title: t("column.attempts"), width: 90, dataIndex: "attempts", className: "num" },
  ];
  if (state === "pending")
    columns.push({
      title: t("column.next"),
      width: 110,
      render: (_, row) => <When at={row.next_attempt_at} style="short" />,
    });
  columns.push({
    title: t("column.last_error"),
    ellipsis: true,
    render: (_, row) => row.last_error ?? <span className="muted">—</span>,
  });
  if (state === "dead" && mayManage)
    columns.push({
      title: t("column.verb"),
      width: 110,
      render: (_, row) => <VerbButton label={t("resend")} done={t("resend_done")} run={() => verbs.resend(row.id)} />,
    });
  return columns;
}

function OutboxList({ state }: { state: OutboxState }) {
  const t = useWords("operations");
  const outbox = useOutbox(state);
  const columns = useColumns(state);
  if (outbox.isPending) return <Skeleton active title={false} paragraph={{ rows: 3 }} className="pad" />;
  if (outbox.isError && !outbox.rows.length) return <Failure error={outbox.error} onRetry={() => outbox.refetch()} />;
  return (
    <>
      <Table<OutboxItem>
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={outbox.rows}
        pagination={false}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Nothing text={t(`outbox_empty.${state}`)} /> }}
      />
      <More
        loaded={outbox.rows.length}
        hasMore={outbox.hasNextPage}
        loading={outbox.isFetchingNextPage}
        onMore={() => outbox.fetchNextPage()}
      />
    </>
  );
}

export function OutboxPanel({ counts }: { counts: Operations["outbox"] }) {
  const t = useWords("operations");
  const locale = useLocale();
  const [state, setState] = useState<OutboxState>("dead");
  return (
    <>
      <div className="tabs-bar">
        <Tabs
          activeKey={state}
          onChange={(key) => setState(key as OutboxState)}
          items={outboxStates.map((s) => ({
            key: s,
            label: `${t(`outbox_state.${s}`)} ${formatCount(counts[s], locale)}`,
          }))}
        />
      </div>
      <OutboxList state={state} />
    </>
  );
}
