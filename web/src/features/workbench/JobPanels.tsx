/** Bulk actions and exports: what ran, what runs, what came of it. */
import { Button, Modal, Table, Tag } from "antd";
import type { BulkJob, RegisterExport } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { BulkProgress } from "./BulkProgress";
import { contentOf } from "./download";
import { ExportBar } from "./ExportBar";
import { useBulkJobs, useCancelExport, useExports } from "./queries";

const colours: Record<string, string | undefined> = {
  running: "blue",
  done: "green",
  failed: "red",
  cancelled: "orange",
};

interface JobPanelProps {
  /** Whose report is open, or which is pointed at, as the address says. */
  job?: string;
  onJob: (job?: string) => void;
}

export function BulkJobsPanel({ job, onJob }: JobPanelProps) {
  const t = useWords("workbench");
  const jobs = useBulkJobs();
  if (jobs.isError && !jobs.rows.length) return <Failure error={jobs.error} onRetry={() => jobs.refetch()} />;
  return (
    <>
      <Table<BulkJob>
        size="small"
        rowKey="id"
        loading={jobs.isPending}
        pagination={false}
        dataSource={jobs.rows}
        locale={{ emptyText: <Nothing text={t("empty.bulk")} /> }}
        columns={[
          { title: t("began"), width: 120, render: (_, it) => <When at={it.created_at} style="short" /> },
          { title: t("owner"), width: 100, render: (_, it) => it.staff?.name ?? "—" },
          {
            title: t("actions"),
            ellipsis: true,
            render: (_, it) => it.actions.map((one) => t(`does.${one.do}`)).join(" → "),
          },
          {
            title: t("state"),
            width: 100,
            render: (_, it) => (
              <Tag className="tag" variant="filled" color={colours[it.state]}>
                {t(`bulk.state.${it.state}`)}
              </Tag>
            ),
          },
          {
            title: t("bulk.result"),
            width: 240,
            render: (_, it) => t("bulk.counts", { done: it.done, refused: it.refused, total: it.total }),
          },
          {
            key: "verbs",
            width: 90,
            render: (_, it) => (
              <Button size="small" type="link" onClick={() => onJob(it.id)}>
                {t("bulk.details")}
              </Button>
            ),
          },
        ]}
      />
      <More
        loaded={jobs.rows.length}
        hasMore={jobs.hasNextPage}
        loading={jobs.isFetchingNextPage}
        onMore={() => jobs.fetchNextPage()}
      />
      <Modal open={job !== undefined} title={t("bulk.details")} footer={null} onCancel={() => onJob()}>
        {job && <BulkProgress id={job} onClose={() => onJob()} />}
      </Modal>
    </>
  );
}

export function ExportsPanel({ job }: Pick<JobPanelProps, "job">) {
  const t = useWords("workbench");
  const exports = useExports();
  const cancel = useCancelExport();
  if (exports.isError && !exports.rows.length) {
    return <Failure error={exports.error} onRetry={() => exports.refetch()} />;
  }
  return (
    <>
      <Table<RegisterExport>
        size="small"
        rowKey="id"
        rowClassName={(it) => (it.id === job ? "focused" : "")}
        loading={exports.isPending}
        pagination={false}
        dataSource={exports.rows}
        locale={{ emptyText: <Nothing text={t("empty.exports")} /> }}
        columns={[
          { title: t("began"), width: 120, render: (_, it) => <When at={it.created_at} style="short" /> },
          { title: t("owner"), width: 100, render: (_, it) => it.staff?.name ?? "—" },
          { title: t("export.format"), width: 80, render: (_, it) => it.format },
          {
            title: t("state"),
            render: (_, it) =>
              it.state === "running" ? (
                <ExportBar one={it} small />
              ) : (
                <Tag className="tag" variant="filled" color={colours[it.state]}>
                  {t(`export.state.${it.state}`)}
                </Tag>
              ),
          },
          { title: t("export.row_count"), width: 110, render: (_, it) => <Count of={it.rows} /> },
          { title: t("export.until"), width: 120, render: (_, it) => <When at={it.expires_at} style="short" /> },
          {
            key: "verbs",
            width: 110,
            render: (_, it) => (
              <>
                {it.may.download && (
                  <a href={contentOf(it)} download>
                    {t("export.download")}
                  </a>
                )}
                {it.may.cancel && (
                  <Button size="small" type="link" danger onClick={() => cancel.mutate(it.id)}>
                    {t("bulk.stop")}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      <More
        loaded={exports.rows.length}
        hasMore={exports.hasNextPage}
        loading={exports.isFetchingNextPage}
        onMore={() => exports.fetchNextPage()}
      />
    </>
  );
}
