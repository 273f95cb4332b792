import { Skeleton, Table, type TableColumnsType } from "antd";
import { Hash } from "@/ui/Fields";
import { Nothing } from "@/ui/Loaded";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Actor, Subject, TypeWords } from "./Parties";
import type { JournalEntry } from "./types";

interface JournalTableProps {
  rows: JournalEntry[];
  loading: boolean;
  focused?: number;
  empty: string;
  onOpen: (entry: JournalEntry) => void;
}

function useColumns(onOpen: (entry: JournalEntry) => void): TableColumnsType<JournalEntry> {
  const t = useWords("audit");
  return [
    {
      title: t("column.seq"),
      width: 90,
      render: (_, row) => (
        <button type="button" className="link-button num" onClick={() => onOpen(row)}>
          {row.seq}
        </button>
      ),
    },
    { title: t("column.at"), width: 150, render: (_, row) => <When at={row.at} style="second" /> },
    { title: t("column.type"), width: 270, ellipsis: true, render: (_, row) => <TypeWords type={row.type} /> },
    { title: t("column.actor"), width: 160, ellipsis: true, render: (_, row) => <Actor of={row} /> },
    { title: t("column.subject"), ellipsis: true, render: (_, row) => <Subject of={row} /> },
    { title: t("column.hash"), width: 120, render: (_, row) => <Hash of={row.hash} length={10} /> },
  ];
}

export function JournalTable({ rows, loading, focused, empty, onOpen }: JournalTableProps) {
  const columns = useColumns(onOpen);
  if (loading) return <Skeleton active title={false} paragraph={{ rows: 10 }} className="pad" />;
  return (
    <Table<JournalEntry>
      size="small"
      rowKey="seq"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1040 }}
      rowClassName={(row) => (row.seq === focused ? "clickable focused" : "clickable")}
      onRow={(row) => ({ onClick: () => onOpen(row) })}
      locale={{ emptyText: <Nothing text={empty} /> }}
    />
  );
}
