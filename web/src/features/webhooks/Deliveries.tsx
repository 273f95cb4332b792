/** What was sent to one endpoint, newest first. */
import { App, Button, Popconfirm, Skeleton, Table, Tabs } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { DeliveryDrawer } from "./DeliveryDrawer";
import { useDeliveries, useWebhookVerbs } from "./queries";
import { AnswerText, DeliveryTag } from "./Tags";
import { type Delivery, type DeliveryState, deliveryStates, type Endpoint } from "./types";

/** What may be sent again at once reaches back so far. */
const weekMs = 7 * 86_400_000;

function ResendFailed({ of }: { of: Endpoint }) {
  const t = useWords("webhooks");
  const { message } = App.useApp();
  const verbs = useWebhookVerbs();
  async function resend() {
    try {
      const since = new Date(Date.now() - weekMs).toISOString();
      const { count } = await verbs.resendFailed.mutateAsync({ id: of.id, since });
      message.success(t("resent", { count }));
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  return (
    <Popconfirm title={t("resend_failed_sure")} okText={t("resend_failed")} onConfirm={resend}>
      <Button size="small" disabled={!of.active}>
        {t("resend_failed")}
      </Button>
    </Popconfirm>
  );
}

export function Deliveries({ of }: { of: Endpoint }) {
  const t = useWords("webhooks");
  const mayManage = useHolds("webhooks.manage");
  const [state, setState] = useState<DeliveryState | "all">("all");
  const [shown, setShown] = useState<string>();
  const deliveries = useDeliveries(of.id, state === "all" ? undefined : state);
  return (
    <>
      <div className="tabs-bar">
        <Tabs
          activeKey={state}
          onChange={(key) => setState(key as DeliveryState | "all")}
          items={["all", ...deliveryStates].map((key) => ({
            key,
            label: key === "all" ? t("common:all") : t(`state.${key}`),
          }))}
          tabBarExtraContent={mayManage && <ResendFailed of={of} />}
        />
      </div>
      {deliveries.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} className="pad" />}
      {deliveries.isError && !deliveries.rows.length && (
        <Failure error={deliveries.error} onRetry={() => deliveries.refetch()} />
      )}
      {deliveries.data && (
        <Table<Delivery>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={deliveries.rows}
          scroll={{ x: 800 }}
          locale={{ emptyText: <Nothing text={t("no_deliveries")} /> }}
          columns={[
            { title: t("column.taken_up"), width: 130, render: (_, row) => <When at={row.created_at} style="short" /> },
            {
              title: t("event"),
              ellipsis: true,
              render: (_, row) => (
                <Button type="link" size="small" className="cut" onClick={() => setShown(row.id)}>
                  {t(`audit:type.${row.event_type}`, { defaultValue: t("test_event") })}
                </Button>
              ),
            },
            { title: t("column.state"), width: 120, render: (_, row) => <DeliveryTag of={row} /> },
            { title: t("column.attempts"), width: 90, dataIndex: "attempts", className: "num" },
            {
              title: t("column.answer"),
              width: 200,
              ellipsis: true,
              render: (_, row) => <AnswerText status={row.last_status} error={row.last_error} />,
            },
            {
              title: t("column.took"),
              width: 90,
              render: (_, row) => (row.last_duration_ms == null ? "—" : `${row.last_duration_ms} ms`),
            },
          ]}
        />
      )}
      <More
        loaded={deliveries.rows.length}
        hasMore={deliveries.hasNextPage}
        loading={deliveries.isFetchingNextPage}
        onMore={() => deliveries.fetchNextPage()}
      />
      <DeliveryDrawer id={shown} onClose={() => setShown(undefined)} />
    </>
  );
}
