/** Who acts for a customer or belongs to them, and for whom they do. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { App, Button, Popconfirm, Table, Tag } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Customer } from "@/api/types";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useToday, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { RelationDrawer } from "./RelationDrawer";
import { RevealButton } from "./RevealButton";
import { type Relation, useRelations, useRelationVerbs } from "./relationQueries";
import { useReveal } from "./reveals";

export function Relations({ it }: { it: Customer }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const today = useToday();
  const relations = useRelations(it.id);
  const { end } = useRelationVerbs(it.id);
  const clear = useReveal(it.id, it.may.reveal);
  const [adding, setAdding] = useState(false);
  const person = (row: Relation) => {
    const shown = clear.shown?.relations.find((one) => one.id === row.id) ?? row.person;
    return [shown?.name, shown?.phone].filter(Boolean).join(" · ");
  };
  const stop = (id: string) => end.mutate(id, { onError: (error) => message.error(problemText(asProblem(error))) });
  return (
    <Panel
      title={t("tab.relations")}
      flush
      extra={
        <>
          {it.may.reveal && <RevealButton clear={clear} />}
          {it.may.edit && (
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              {t("add_relation")}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={relations}>
        {(items) => (
          <Table<Relation>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={items}
            scroll={{ x: 900 }}
            locale={{ emptyText: <Nothing text={t("no_relations")} /> }}
            columns={[
              {
                title: t("relation"),
                width: 170,
                render: (_, row) => t(`relation_${row.towards ? "of" : "is"}.${row.kind}`),
              },
              {
                title: t("who"),
                width: 220,
                render: (_, row) =>
                  row.customer ? (
                    <Link to="/customers/$id" params={{ id: row.customer.id }} className="subject">
                      {row.customer.name} <span className="mono muted">{row.customer.number}</span>
                    </Link>
                  ) : (
                    <span className="num">{person(row)}</span>
                  ),
              },
              { title: t("scope"), ellipsis: true, render: (_, row) => row.scope ?? "—" },
              { title: t("document_ref"), width: 180, ellipsis: true, render: (_, row) => row.document_ref ?? "—" },
              {
                title: t("valid_until_label"),
                width: 150,
                render: (_, row) => (
                  <>
                    <span className="num">{row.valid_until ?? "—"}</span>{" "}
                    {row.valid_until && row.valid_until < today && (
                      <Tag color="red" className="tag">
                        {t("expired")}
                      </Tag>
                    )}
                  </>
                ),
              },
              {
                title: t("recorded"),
                width: 170,
                render: (_, row) => (
                  <>
                    {row.recorded_by?.name} <When at={row.recorded_at} style="day" />
                  </>
                ),
              },
              {
                width: 48,
                render: (_, row) =>
                  it.may.edit && (
                    <Popconfirm
                      title={t("end_relation")}
                      okText={t("end_relation_ok")}
                      cancelText={t("common:cancel")}
                      onConfirm={() => stop(row.id)}
                    >
                      <Button
                        type="text"
                        size="small"
                        icon={<DeleteOutlined aria-hidden />}
                        aria-label={t("end_relation_ok")}
                      />
                    </Popconfirm>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      <RelationDrawer it={it} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  );
}
