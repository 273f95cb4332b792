/** Backups that were taken, whether they could be restored, and both when asked. */
import { Alert, Skeleton, Table, type TableColumnsType } from "antd";
import { useHolds } from "@/api/session";
import { formatBytes } from "@/ui/format";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Panel } from "@/ui/PageHead";
import { Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { BackupState, BackupTest } from "./BackupTags";
import { useBackups, useOperationsVerbs } from "./queries";
import type { Backup, BackupPlan } from "./types";
import { VerbButton } from "./VerbButton";

function useColumns(): TableColumnsType<Backup> {
  const t = useWords("operations");
  const verbs = useOperationsVerbs();
  const mayManage = useHolds("operations.manage");
  const columns: TableColumnsType<Backup> = [
    { title: t("column.began"), width: 130, render: (_, row) => <When at={row.began_at} style="short" /> },
    { title: t("column.state"), width: 150, ellipsis: true, render: (_, row) => <BackupState of={row} /> },
    {
      title: t("column.file"),
      ellipsis: true,
      render: (_, row) => (
        <span className="mono" title={row.file}>
          {row.file}
        </span>
      ),
    },
    {
      title: t("column.size"),
      width: 90,
      render: (_, row) => (row.bytes == null ? "—" : <span className="num">{formatBytes(row.bytes)}</span>),
    },
    {
      title: t("column.rows"),
      width: 100,
      render: (_, row) => (row.row_count == null ? "—" : <Count of={row.row_count} />),
    },
    {
      title: t("column.head"),
      width: 110,
      render: (_, row) =>
        row.head_seq == null ? (
          "—"
        ) : (
          <span title={row.head_hash ?? undefined}>
            <Count of={row.head_seq} />
          </span>
        ),
    },
    { title: t("column.restorable"), width: 200, ellipsis: true, render: (_, row) => <BackupTest of={row} /> },
  ];
  if (mayManage)
    columns.push({
      title: t("column.verb"),
      width: 100,
      render: (_, row) =>
        row.state === "done" && !row.removed_at && row.test_state !== "running" ? (
          <VerbButton label={t("backup_test")} done={t("backup_test_begun")} run={() => verbs.testBackup(row.id)} />
        ) : null,
    });
  return columns;
}

/** What went wrong the last time, said before anything else. */
function Alarm({ rows }: { rows: Backup[] }) {
  const t = useWords("operations");
  const last = rows.find((row) => row.state !== "running");
  const tested = rows.filter((row) => row.tested_at && row.test_state !== "running");
  const lastTest = tested.sort((a, b) => (b.tested_at ?? "").localeCompare(a.tested_at ?? ""))[0];
  return (
    <>
      {last?.state === "failed" && (
        <Alert type="error" showIcon banner title={t("backup_failed_title")} description={last.failure} />
      )}
      {lastTest?.test_state === "failed" && (
        <Alert type="error" showIcon banner title={t("backup_test_failed_title")} description={lastTest.test_failure} />
      )}
    </>
  );
}

function Plan({ plan }: { plan: BackupPlan }) {
  const t = useWords("operations");
  if (!plan.configured)
    return <Alert type="warning" showIcon banner title={t("backups_off_title")} description={t("backups_off_text")} />;
  const tests = plan.test_days ? t("backups_tested", { days: plan.test_days }) : t("backups_untested");
  return (
    <div className="pad small muted">
      {t("backups_plan", { at: plan.at, keep: plan.keep })} · {tests}
      {plan.master_key && <div>{t("backups_key", { fingerprint: plan.master_key })}</div>}
    </div>
  );
}

export function BackupPanel({ plan }: { plan: BackupPlan }) {
  const t = useWords("operations");
  const backups = useBackups();
  const verbs = useOperationsVerbs();
  const mayManage = useHolds("operations.manage");
  const columns = useColumns();
  return (
    <Panel
      title={t("backups")}
      extra={
        mayManage && plan.configured ? (
          <VerbButton label={t("backup_now")} done={t("backup_begun")} run={verbs.takeBackup} />
        ) : undefined
      }
      flush
    >
      <Plan plan={plan} />
      <Alarm rows={backups.rows} />
      {backups.isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} className="pad" />}
      {backups.isError && !backups.rows.length && <Failure error={backups.error} onRetry={() => backups.refetch()} />}
      {backups.data && (
        <Table<Backup>
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={backups.rows}
          pagination={false}
          scroll={{ x: 1050 }}
          locale={{ emptyText: <Nothing text={t("no_backups")} /> }}
        />
      )}
      <More
        loaded={backups.rows.length}
        hasMore={backups.hasNextPage}
        loading={backups.isFetchingNextPage}
        onMore={() => backups.fetchNextPage()}
      />
    </Panel>
  );
}
