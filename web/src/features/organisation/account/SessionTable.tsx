/** Where somebody is signed in; each can be ended by itself. */
import { App, Button, Table, Tag } from "antd";
import { asProblem } from "@/api/problem";
import type { OpenSession } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { Ago, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";

interface SessionTableProps {
  rows: OpenSession[];
  onEnd: (id: string) => Promise<unknown>;
}

export function SessionTable({ rows, onEnd }: SessionTableProps) {
  const t = useWords("account");
  const { message } = App.useApp();
  const end = (id: string) =>
    onEnd(id).then(
      () => message.success(t("session_ended")),
      (error) => message.error(problemText(asProblem(error))),
    );
  return (
    <Table<OpenSession>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: <Nothing text={t("no_sessions")} /> }}
      columns={[
        {
          title: t("device"),
          render: (_, row) => (
            <span className="row gap-sm">
              <span>{row.device || t("device_unknown")}</span>
              {row.this && (
                <Tag color="green" variant="filled" className="tag">
                  {t("this_device")}
                </Tag>
              )}
            </span>
          ),
        },
        { title: t("address"), width: 130, render: (_, row) => <span className="mono">{row.address || "—"}</span> },
        { title: t("signed_in_by"), width: 120, render: (_, row) => row.proved && t(`proved.${row.proved}`) },
        { title: t("started_at"), width: 120, render: (_, row) => <When at={row.started_at} style="short" /> },
        { title: t("seen_at"), width: 100, render: (_, row) => <Ago at={row.seen_at} /> },
        {
          key: "end",
          width: 76,
          align: "right",
          render: (_, row) =>
            !row.this && (
              <Button size="small" onClick={() => end(row.id)}>
                {t("end_session")}
              </Button>
            ),
        },
      ]}
    />
  );
}
