/** The first rows as the file has them, with what each column will become above it. */
import { Table, type TableColumnsType } from "antd";
import { Nothing } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { type CellProblem, numberLengthMax } from "./checks";
import { type FieldMapping, indexOf } from "./mapping";
import type { Import } from "./types";

interface PreviewTableProps {
  it: Import;
  mapping: FieldMapping;
  problems: CellProblem[];
}
interface Row {
  key: number;
  cells: string[];
}

export function PreviewTable({ it, mapping, problems }: PreviewTableProps) {
  const t = useWords("imports");
  const fieldAt = new Map(it.fields.map((f) => [indexOf(mapping, it.columns, f.code), f.code]));
  const wrong = new Map(problems.map((p) => [`${p.row}-${p.column}`, p]));
  const columns: TableColumnsType<Row> = it.columns.map((column, at) => {
    const field = fieldAt.get(at);
    return {
      key: at,
      width: 168,
      ellipsis: { showTitle: false },
      title: (
        <div className={field ? undefined : "muted"}>
          <div className="cut" title={column.name}>
            {column.name || t("unnamed")}
          </div>
          <div className="cut small">{field ? `→ ${t(`field.${field}`, { defaultValue: field })}` : t("left_out")}</div>
        </div>
      ),
      render: (_, row) => {
        const problem = wrong.get(`${row.key}-${at}`);
        const text = row.cells[at] ?? "";
        if (problem) {
          const why = t(`reason.${problem.key}`, { text: problem.text, max: numberLengthMax });
          return (
            <span className="strong" style={{ color: "var(--ant-color-error-text)" }} title={why}>
              ! {text || t("nothing_here")}
            </span>
          );
        }
        return (
          <span className={field ? undefined : "muted"} title={text}>
            {text}
          </span>
        );
      },
    };
  });
  return (
    <Table<Row>
      size="small"
      rowKey="key"
      pagination={false}
      dataSource={it.sample.map((cells, key) => ({ key, cells }))}
      columns={[{ title: t("column.row"), width: 56, fixed: "left", render: (_, row) => row.key + 1 }, ...columns]}
      scroll={{ x: 56 + 168 * it.columns.length, y: 360 }}
      locale={{ emptyText: <Nothing text={t("no_rows")} /> }}
    />
  );
}
