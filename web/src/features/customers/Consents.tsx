/** What a customer agreed to, and what they took back: nothing of it is ever removed. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Table, Tag } from "antd";
import { useState } from "react";
import type { Customer } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { ConsentDrawer, WithdrawDrawer } from "./ConsentDrawers";
import { type Consent, useConsents } from "./consentQueries";

export function Consents({ it }: { it: Customer }) {
  const t = useWords("customers");
  const consents = useConsents(it.id);
  const [adding, setAdding] = useState(false);
  const [withdrawn, setWithdrawn] = useState<Consent>();
  const said = (day: string, channel: string, who?: string) => (
    <>
      <span className="num">{day}</span>
      <div className="muted small">{[t(`consent_channel.${channel}`), who].filter(Boolean).join(" · ")}</div>
    </>
  );
  return (
    <Panel
      title={t("tab.consents")}
      flush
      extra={
        it.may.edit && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t("add_consent")}
          </Button>
        )
      }
    >
      {consents.isError && <Failure error={consents.error} onRetry={() => consents.refetch()} />}
      <Table<Consent>
        size="small"
        rowKey="id"
        pagination={false}
        loading={consents.isPending}
        dataSource={consents.rows}
        locale={{ emptyText: <Nothing text={t("no_consents")} /> }}
        columns={[
          { title: t("purpose"), render: (_, row) => t(`consent_purpose.${row.purpose}`) },
          { title: t("text_version"), width: 180, ellipsis: true, render: (_, row) => row.text_version },
          {
            title: t("consent_state"),
            width: 100,
            render: (_, row) => (
              <Tag color={row.withdrawn_at ? "default" : "green"} className="tag">
                {t(row.withdrawn_at ? "withdrawn" : "in_force")}
              </Tag>
            ),
          },
          { title: t("given"), width: 180, render: (_, row) => said(row.given_on, row.channel, row.recorded_by?.name) },
          {
            title: t("withdrawn"),
            width: 180,
            render: (_, row) =>
              row.withdrawn_on && row.withdrawn_channel
                ? said(row.withdrawn_on, row.withdrawn_channel, row.withdrawn_by?.name)
                : "—",
          },
          {
            width: 100,
            render: (_, row) =>
              it.may.edit &&
              !row.withdrawn_at && (
                <Button size="small" onClick={() => setWithdrawn(row)}>
                  {t("withdraw")}
                </Button>
              ),
          },
        ]}
      />
      <More
        loaded={consents.rows.length}
        hasMore={consents.hasNextPage}
        loading={consents.isFetchingNextPage}
        onMore={() => consents.fetchNextPage()}
      />
      <ConsentDrawer it={it} open={adding} onClose={() => setAdding(false)} />
      <WithdrawDrawer it={it} consent={withdrawn} onClose={() => setWithdrawn(undefined)} />
    </Panel>
  );
}
