/** One customer: who they are, how to reach them, what they asked of us. */
import { EditOutlined } from "@ant-design/icons";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Table } from "antd";
import { type ReactNode, useState } from "react";
import { useHolds } from "@/api/session";
import type { CaseRow, Customer } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { Facts } from "@/ui/Fields";
import { Allowed, Loaded, NotAllowed, Nothing } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { KindTag, StatusTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { ContactPoints } from "./ContactPoints";
import { EditCustomerDrawer } from "./EditCustomerDrawer";
import { useCasesOf, useCustomer } from "./queries";
import { RevealButton } from "./RevealButton";
import { useReveal } from "./reveals";

const route = getRouteApi("/customers/$id");

/** What other capabilities lay beside the customer. */
type CustomerParts = (it: Customer) => ReactNode;

export function CustomerPage({ parts }: { parts: CustomerParts }) {
  const { id } = route.useParams();
  const one = useCustomer(id);
  return (
    <Allowed to="customers.view">
      <div className="page">
        <Loaded query={one}>{(it) => <CustomerView it={it} parts={parts} />}</Loaded>
      </div>
    </Allowed>
  );
}

function CasesOf({ it }: { it: Customer }) {
  const t = useWords("customers");
  const maySee = useHolds("cases.view");
  const cases = useCasesOf(it.id, maySee);
  if (!maySee) return <NotAllowed />;
  return (
    <Loaded query={cases}>
      {(page) => (
        <Table<CaseRow>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={page.items}
          locale={{ emptyText: <Nothing text={t("no_cases")} /> }}
          columns={[
            {
              title: t("case_subject"),
              ellipsis: true,
              render: (_, row) => (
                <Link to="/cases/$id" params={{ id: row.id }} className="subject">
                  {row.subject}
                </Link>
              ),
            },
            { title: t("case_number"), width: 126, render: (_, row) => <span className="mono">{row.number}</span> },
            { title: t("kind"), width: 84, render: (_, row) => <KindTag kind={row.kind} /> },
            { title: t("case_status"), width: 92, render: (_, row) => <StatusTag status={row.status} /> },
            {
              title: t("case_clock"),
              width: 150,
              render: (_, row) => row.next_due && <ClockChip clock={row.next_due} />,
            },
            { title: t("created_at"), width: 100, render: (_, row) => <When at={row.created_at} style="short" /> },
          ]}
        />
      )}
    </Loaded>
  );
}

function CustomerView({ it, parts }: { it: Customer; parts: CustomerParts }) {
  const t = useWords("customers");
  const [editing, setEditing] = useState(false);
  const clear = useReveal(it.id, it.may.reveal);
  const documents = clear.shown?.identity_documents ?? it.identity_documents;
  return (
    <>
      <PageHead
        back={{ to: "/customers", label: t("title") }}
        title={it.name}
        about={<span className="mono">{it.number}</span>}
        extra={
          it.may.edit && (
            <Button icon={<EditOutlined aria-hidden />} onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          )
        }
      />
      <div className="case">
        <Panel title={t("their_cases")} flush>
          <CasesOf it={it} />
        </Panel>
        <aside className="case-side">
          {parts(it)}
          <Panel title={t("profile")}>
            <Facts
              items={[
                [t("kind"), t(`common:customer_kind.${it.kind}`)],
                [t("class"), t(`common:customer_class.${it.class}`)],
                ...documents.map((one): [string, ReactNode] => [
                  t(`document.${one.kind}`, { defaultValue: one.kind }),
                  <span key={one.id} className="num">
                    {one.number}
                  </span>,
                ]),
                [t("created_at"), <When key="c" at={it.created_at} />],
                [
                  t("note"),
                  <span key="n" className={it.note ? "pre" : "muted"}>
                    {it.note || "—"}
                  </span>,
                ],
              ]}
            />
          </Panel>
          <Panel
            title={t("contacts")}
            extra={
              it.may.reveal && (
                <RevealButton shown={clear.shown} onReveal={clear.reveal} onHide={clear.hide} onOver={clear.forget} />
              )
            }
          >
            <ContactPoints it={it} shown={clear.shown} />
          </Panel>
        </aside>
      </div>
      <EditCustomerDrawer it={it} open={editing} onClose={() => setEditing(false)} />
    </>
  );
}
