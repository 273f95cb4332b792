/** How far a bulk action is, and what was refused. */
import { Button, Progress, Table } from "antd";
import { Problem } from "@/api/problem";
import { Loaded } from "@/ui/Loaded";
import { problemText, useWords } from "@/ui/words";
import { useBulkJob, useCancelBulk, useRefusedItems } from "./queries";

export function Refused({ id }: { id: string }) {
  const t = useWords("workbench");
  const items = useRefusedItems(id, true);
  if (!items.rows.length) return null;
  return (
    <Table
      size="small"
      rowKey="n"
      pagination={false}
      scroll={{ y: 240 }}
      dataSource={items.rows}
      columns={[
        { title: t("bulk.number"), width: 130, render: (_, it) => <span className="mono">{it.number ?? "—"}</span> },
        {
          title: t("bulk.why"),
          render: (_, it) => problemText(new Problem({ status: 409, code: it.refusal ?? "fault" })),
        },
      ]}
      footer={
        items.hasNextPage
          ? () => (
              <Button size="small" type="link" onClick={() => items.fetchNextPage()}>
                {t("common:load_more")}
              </Button>
            )
          : undefined
      }
    />
  );
}

export function BulkProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords("workbench");
  const cancel = useCancelBulk();
  return (
    <Loaded query={useBulkJob(id)} rows={2}>
      {(job) => {
        const settled = job.done + job.refused;
        const running = job.state === "running";
        return (
          <div className="col gap">
            <Progress
              percent={Math.floor((settled / Math.max(job.total, 1)) * 100)}
              status={running ? "active" : job.state === "cancelled" ? "exception" : "success"}
            />
            <p role="status">
              {t(`bulk.state.${job.state}`)} ·{" "}
              {t("bulk.counts", { done: job.done, refused: job.refused, total: job.total })}
            </p>
            {!running && job.refused > 0 && <Refused id={id} />}
            <div className="row gap-sm" style={{ justifyContent: "flex-end" }}>
              {running && (
                <Button danger loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
                  {t("bulk.stop")}
                </Button>
              )}
              <Button type="primary" onClick={onClose}>
                {t(running ? "bulk.in_background" : "bulk.close")}
              </Button>
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
