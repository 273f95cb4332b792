/** What a customer has with us. */
import { MoreOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Table, Tag } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Customer } from "@/api/types";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { problemText, useName, useWords } from "@/ui/words";
import { HoldingDrawer } from "./HoldingDrawer";
import { type Holding, holdingStatuses, useHoldings, useHoldingVerbs } from "./holdingQueries";
import { RevealButton } from "./RevealButton";
import { useReveal } from "./reveals";

const colours = { active: "green", dormant: "default", frozen: "blue", closed: "default" } as const;

function RowMenu({ it, row }: { it: Customer; row: Holding }) {
  const t = useWords("customers");
  const { message, modal } = App.useApp();
  const { change, remove } = useHoldingVerbs(it.id);
  const told = { onError: (error: unknown) => message.error(problemText(asProblem(error))) };
  const items = [
    ...holdingStatuses
      .filter((status) => status !== row.status)
      .map((status) => ({
        key: status,
        label: t("mark_as", { what: t(`holding_status.${status}`) }),
        onClick: () => change.mutate({ it: row, body: { status } }, told),
      })),
    {
      key: "remove",
      danger: true,
      label: t("remove_holding"),
      onClick: () =>
        modal.confirm({
          title: t("remove_holding_sure"),
          okText: t("remove"),
          cancelText: t("common:cancel"),
          onOk: () => remove.mutate(row.id, told),
        }),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button
        type="text"
        size="small"
        icon={<MoreOutlined aria-hidden />}
        aria-label={t("more_for", { what: row.number })}
      />
    </Dropdown>
  );
}

export function Holdings({ it }: { it: Customer }) {
  const t = useWords("customers");
  const nameOf = useName();
  const holdings = useHoldings(it.id);
  const clear = useReveal(it.id, it.may.reveal);
  const [adding, setAdding] = useState(false);
  const number = (row: Holding) => clear.shown?.holdings.find((one) => one.id === row.id)?.number ?? row.number;
  return (
    <Panel
      title={t("tab.holdings")}
      flush
      extra={
        <>
          {it.may.reveal && <RevealButton clear={clear} />}
          {it.may.edit && (
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              {t("add_holding")}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={holdings}>
        {(items) => (
          <Table<Holding>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={items}
            scroll={{ x: 860 }}
            locale={{ emptyText: <Nothing text={t("no_holdings")} /> }}
            columns={[
              { title: t("kind"), width: 90, render: (_, row) => t(`holding_kind.${row.kind}`) },
              { title: t("product"), render: (_, row) => (row.product ? nameOf(row.product) : "—") },
              {
                title: t("holding_number"),
                width: 220,
                render: (_, row) => <span className="num">{number(row)}</span>,
              },
              {
                title: t("holding_status_label"),
                width: 100,
                render: (_, row) => (
                  <Tag color={colours[row.status]} className="tag">
                    {t(`holding_status.${row.status}`)}
                  </Tag>
                ),
              },
              {
                title: t("opened_on"),
                width: 110,
                render: (_, row) => <span className="num">{row.opened_on ?? "—"}</span>,
              },
              {
                title: t("closed_on"),
                width: 110,
                render: (_, row) => <span className="num">{row.closed_on ?? "—"}</span>,
              },
              { title: t("unit"), width: 160, ellipsis: true, render: (_, row) => (row.unit ? nameOf(row.unit) : "—") },
              { width: 48, render: (_, row) => it.may.edit && <RowMenu it={it} row={row} /> },
            ]}
          />
        )}
      </Loaded>
      <HoldingDrawer it={it} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  );
}
