import { Skeleton, Table } from "antd";
import { useMemo } from "react";
import type { CaseFound, CaseRow } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { columnsOf, inTiers, isTier, type TableRow } from "./columns";
import { useFields } from "./fields/queries";
import { useColumns } from "./useColumns";

interface CaseTableProps {
  rows: CaseRow[];
  /** Where words were sought: why each was found. */
  found: Record<string, CaseFound>;
  /** The columns, as the address names them. */
  cols?: string;
  /** Who waits for us above, the rest below. */
  tiers: boolean;
  dense: boolean;
  loading: boolean;
  /** The rows are those of the filter before, while the new ones are on their way. */
  old: boolean;
  focused?: string;
  selected: string[];
  onSelect: (ids: string[]) => void;
  onPeek: (row: CaseRow) => void;
  empty: string;
}

export function CaseTable(props: CaseTableProps) {
  const { rows, tiers, dense, loading, old, focused, selected, onSelect, empty } = props;
  const fields = useFields().data ?? [];
  const columns = useColumns(columnsOf(props.cols, fields), fields, props.found);
  const shown = useMemo<TableRow[]>(() => (tiers ? inTiers(rows) : rows), [tiers, rows]);
  if (loading) return <Skeleton active title={false} paragraph={{ rows: 10 }} className="pad" />;
  return (
    <Table<TableRow>
      size="small"
      className={`${old ? "old " : ""}${dense ? "dense" : ""}`}
      aria-busy={old}
      rowKey="id"
      columns={columns}
      dataSource={shown}
      pagination={false}
      scroll={{ x: Math.max(1040, columns.length * 104) }}
      rowSelection={{
        selectedRowKeys: selected,
        onChange: (keys) => onSelect((keys as string[]).filter((key) => !key.startsWith("tier-"))),
        columnWidth: 36,
        renderCell: (_, row, __, box) => (isTier(row) ? null : box),
        getCheckboxProps: (row) => ({ disabled: isTier(row), name: row.id }),
      }}
      onRow={(row) => ({
        // The row looks at the case; what stands in it keeps its own click.
        onClick: (event) => {
          const own = (event.target as HTMLElement).closest("a,button,input,label,.ant-table-selection-column");
          if (!own && !isTier(row)) props.onPeek(row);
        },
      })}
      rowClassName={(row) => (isTier(row) ? "tier-row" : row.id === focused ? "focused" : "")}
      locale={{ emptyText: <Nothing text={empty} /> }}
    />
  );
}
