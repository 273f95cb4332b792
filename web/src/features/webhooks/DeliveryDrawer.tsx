/** One delivery and each attempt of it. */
import { App, Button, Drawer, Table } from "antd";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import { Facts } from "@/ui/Fields";
import { Loaded } from "@/ui/Loaded";
import { Count, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { useDelivery, useWebhookVerbs } from "./queries";
import { AnswerText, DeliveryTag } from "./Tags";
import type { Attempt } from "./types";

export function DeliveryDrawer({ id, onClose }: { id?: string; onClose: () => void }) {
  const t = useWords("webhooks");
  const { message } = App.useApp();
  const delivery = useDelivery(id);
  const verbs = useWebhookVerbs();
  const mayManage = useHolds("webhooks.manage");
  const again = delivery.data && delivery.data.state !== "pending" && delivery.data.event_id;
  async function resend() {
    try {
      await verbs.resend.mutateAsync(id ?? "");
      message.success(t("resend_done"));
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      title={t("delivery")}
      size={560}
      extra={
        mayManage &&
        again && (
          <Button onClick={resend} loading={verbs.resend.isPending}>
            {t("resend")}
          </Button>
        )
      }
    >
      <Loaded query={delivery}>
        {(it) => (
          <div className="col gap">
            <Facts
              items={[
                [t("event"), t(`audit:type.${it.event_type}`, { defaultValue: it.event_type })],
                [t("seq"), it.event_seq ? <Count key="seq" of={it.event_seq} /> : "—"],
                [
                  t("message_id"),
                  <span key="id" className="mono">
                    {it.id}
                  </span>,
                ],
                [t("column.state"), <DeliveryTag key="state" of={it} />],
                [t("column.taken_up"), <When key="at" at={it.created_at} style="second" />],
              ]}
            />
            <Table<Attempt>
              size="small"
              rowKey="n"
              pagination={false}
              dataSource={it.tried}
              columns={[
                { title: t("column.n"), width: 60, dataIndex: "n", className: "num" },
                { title: t("column.at"), render: (_, row) => <When at={row.at} style="second" /> },
                { title: t("column.answer"), render: (_, row) => <AnswerText status={row.status} error={row.error} /> },
                { title: t("column.took"), width: 90, render: (_, row) => `${row.duration_ms} ms` },
              ]}
            />
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
