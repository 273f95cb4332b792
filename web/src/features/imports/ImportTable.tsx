import { Link } from "@tanstack/react-router";
import { Button, Table, type TableColumnsType } from "antd";
import { formatBytes } from "@/ui/format";
import { Nothing } from "@/ui/Loaded";
import { Ago, Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { percentOf } from "./percent";
import { StateTag } from "./StateTag";
import type { Import } from "./types";

const counted = ["created", "duplicates", "errors"] as const;

function useColumns(): TableColumnsType<Import> {
  const t = useWords("imports");
  return [
    {
      title: t("column.file"),
      ellipsis: true,
      render: (_, row) => (
        <Link to="/imports/$id" params={{ id: row.id }} className="subject" title={row.file_name}>
          {row.file_name}
        </Link>
      ),
    },
    {
      title: t("column.size"),
      width: 90,
      align: "right",
      render: (_, row) => <span className="num">{formatBytes(row.progress.bytes_total)}</span>,
    },
    {
      title: t("column.state"),
      width: 150,
      render: (_, row) => (
        <span className="row gap-xs">
          <StateTag state={row.state} />
          {row.state === "running" && <span className="num muted">{percentOf(row.progress)}%</span>}
        </span>
      ),
    },
    {
      title: t("count.rows"),
      width: 120,
      align: "right",
      render: (_, row) =>
        row.state === "uploaded" ? (
          <span className="muted">
            {t("roughly")} <Count of={row.rows_estimate} />
          </span>
        ) : (
          <Count of={row.progress.rows} />
        ),
    },
    ...counted.map((key) => ({
      title: t(`count.${key}`),
      width: 105,
      align: "right" as const,
      render: (_: unknown, row: Import) =>
        row.state === "uploaded" ? <span className="muted">—</span> : <Count of={row.progress[key]} />,
    })),
    { title: t("column.uploaded_at"), width: 140, render: (_, row) => <When at={row.created_at} style="short" /> },
    { title: t("column.updated_at"), width: 120, render: (_, row) => <Ago at={row.updated_at} /> },
  ];
}

export function ImportTable({ imports, onNew }: { imports: Import[]; onNew: () => void }) {
  const t = useWords("imports");
  const empty = (
    <Nothing text={t("empty")}>
      <Button onClick={onNew}>{t("new")}</Button>
    </Nothing>
  );
  return (
    <Table<Import>
      size="small"
      rowKey="id"
      columns={useColumns()}
      dataSource={imports}
      pagination={false}
      scroll={{ x: 1080 }}
      locale={{ emptyText: empty }}
    />
  );
}
