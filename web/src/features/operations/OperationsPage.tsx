/** The machinery on one page: timers, subscriptions, outbox, journal, nodes; read again every five seconds. */
import { ReloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { asProblem } from "@/api/problem";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { problemText, useWords } from "@/ui/words";
import { BackupPanel } from "./BackupPanel";
import { JournalHead } from "./JournalHead";
import { NodeTable } from "./NodeTable";
import { OutboxPanel } from "./OutboxPanel";
import { useOperations } from "./queries";
import { SubscriptionTable } from "./SubscriptionTable";
import { TimerTable } from "./TimerTable";
import type { Operations } from "./types";

export function OperationsPage() {
  return (
    <Allowed to="operations.view">
      <Machinery />
    </Allowed>
  );
}

function Machinery() {
  const t = useWords("operations");
  const operations = useOperations();
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          <Button
            icon={<ReloadOutlined aria-hidden />}
            loading={operations.isFetching}
            onClick={() => operations.refetch()}
          >
            {t("common:refresh")}
          </Button>
        }
      />
      {operations.isError && operations.data && (
        <Alert type="warning" showIcon title={t("shown_is_old", { why: problemText(asProblem(operations.error)) })} />
      )}
      <Loaded query={operations} rows={12}>
        {(data) => <Standing of={data} />}
      </Loaded>
    </div>
  );
}

function Standing({ of }: { of: Operations }) {
  const t = useWords("operations");
  return (
    <>
      {!of.mail_configured && <Alert type="info" showIcon title={t("no_mail_title")} description={t("no_mail_text")} />}
      {of.outbox.dead > 0 && <Alert type="warning" showIcon title={t("dead_letters", { count: of.outbox.dead })} />}
      <BackupPanel plan={of.backups} />
      <Panel title={t("timers")} flush>
        <TimerTable timers={of.timers} />
      </Panel>
      <Panel title={t("subscriptions")} flush>
        <SubscriptionTable subscriptions={of.subscriptions} />
      </Panel>
      <Panel title={t("outbox")} flush>
        <OutboxPanel counts={of.outbox} />
      </Panel>
      <div className="split even">
        <Panel title={t("journal_head")}>
          <JournalHead of={of} />
        </Panel>
        <Panel
          title={t("nodes")}
          extra={<span className="muted small">{t("database", { name: of.database })}</span>}
          flush
        >
          <NodeTable nodes={of.nodes} me={of.node_id} />
        </Panel>
      </div>
    </>
  );
}
