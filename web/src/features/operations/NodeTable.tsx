import { Table, Tag } from "antd";
import { Nothing } from "@/ui/Loaded";
import { Ago, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { Node } from "./types";

export function NodeTable({ nodes, me }: { nodes: Node[]; me: string }) {
  const t = useWords("operations");
  return (
    <Table<Node>
      size="small"
      rowKey="id"
      dataSource={nodes}
      pagination={false}
      scroll={{ x: 480 }}
      locale={{ emptyText: <Nothing text={t("no_nodes")} /> }}
      columns={[
        {
          title: t("column.node"),
          ellipsis: true,
          render: (_, row) => (
            <span className="row gap-xs">
              <span className="mono cut" title={row.id}>
                {row.id}
              </span>
              {row.id === me && (
                <Tag variant="filled" className="tag">
                  {t("this_node")}
                </Tag>
              )}
            </span>
          ),
        },
        { title: t("column.version"), width: 80, dataIndex: "version" },
        { title: t("column.started"), width: 110, render: (_, row) => <When at={row.started_at} style="short" /> },
        { title: t("column.seen"), width: 100, render: (_, row) => <Ago at={row.seen_at} /> },
      ]}
    />
  );
}
