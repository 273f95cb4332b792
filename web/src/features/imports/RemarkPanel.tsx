/** Remarks on rows as a table, and the same as a file to correct the original by. */
import { DownloadOutlined } from "@ant-design/icons";
import { Button, Table } from "antd";
import { Panel } from "@/ui/PageHead";
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { download } from "./csv";
import { type ToldRemark, useTold } from "./reasons";
import type { RowRemark } from "./types";

interface RemarkPanelProps {
  title: string;
  about?: string;
  /** Name of the file to download. */
  file: string;
  remarks: RowRemark[];
}

export function RemarkPanel({ title, about, file, remarks }: RemarkPanelProps) {
  const t = useWords("imports");
  const told = useTold();
  const rows = remarks.map(told);
  const save = () =>
    download(file, [
      [t("column.line"), t("column.field"), t("column.why")],
      ...rows.map((row) => [String(row.line), row.about, row.why]),
    ]);
  return (
    <Panel
      title={title}
      extra={
        <>
          {about && <span className="small muted">{about}</span>}
          <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={save}>
            {t("download")}
          </Button>
        </>
      }
      flush
    >
      <Table<ToldRemark & { at: number }>
        size="small"
        rowKey="at"
        dataSource={rows.map((row, at) => ({ ...row, at }))}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t("column.line"), width: 90, align: "right", render: (_, row) => <Count of={row.line} /> },
          {
            title: t("column.field"),
            width: 220,
            ellipsis: true,
            render: (_, row) => row.about || <span className="muted">{t("whole_row")}</span>,
          },
          { title: t("column.why"), render: (_, row) => <span className="pre">{row.why}</span> },
        ]}
      />
    </Panel>
  );
}
