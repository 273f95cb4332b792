/** Tokens of somebody's programs: what each may do, until when, whether it is used. */
import { App, Button, Table, Tag, Tooltip } from "antd";
import { asProblem } from "@/api/problem";
import type { TokenShown } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { Ago, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";

interface TokenTableProps {
  rows: TokenShown[];
  onRevoke: (id: string) => Promise<unknown>;
}

export function TokenTable({ rows, onRevoke }: TokenTableProps) {
  const t = useWords("account");
  const { modal, message } = App.useApp();
  const revoke = (row: TokenShown) =>
    modal.confirm({
      title: t("revoke_title", { name: row.name }),
      content: t("revoke_about"),
      okText: t("revoke"),
      okButtonProps: { danger: true },
      cancelText: t("common:cancel"),
      onOk: () =>
        onRevoke(row.id).then(
          () => message.success(t("revoked")),
          (error) => message.error(problemText(asProblem(error))),
        ),
    });
  return (
    <Table<TokenShown>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: <Nothing text={t("no_tokens")} /> }}
      columns={[
        { title: t("token_name"), ellipsis: true, render: (_, row) => <span className="strong">{row.name}</span> },
        { title: t("scopes"), width: 150, render: (_, row) => <Scopes of={row.scopes} /> },
        {
          title: t("expires_at"),
          width: 130,
          render: (_, row) =>
            row.expired ? (
              <Tag className="tag">{t("expired")}</Tag>
            ) : (
              <When at={row.expires_at} style="day" none={t("never_expires")} />
            ),
        },
        { title: t("created_at"), width: 110, render: (_, row) => <When at={row.created_at} style="day" /> },
        {
          title: t("used_at"),
          width: 100,
          render: (_, row) =>
            row.used_at ? <Ago at={row.used_at} /> : <span className="muted">{t("never_used")}</span>,
        },
        {
          key: "revoke",
          width: 76,
          align: "right",
          render: (_, row) => (
            <Button size="small" danger onClick={() => revoke(row)}>
              {t("revoke")}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** How many permissions, and on asking which. */
function Scopes({ of }: { of?: string[] | null }) {
  const t = useWords("account");
  if (!of) return <span>{t("all_permissions")}</span>;
  const names = of.map((scope) => t(`organisation:permission.${scope}`, { defaultValue: scope }));
  return (
    <Tooltip title={names.join(t("common:list_comma"))}>
      <Button type="text" size="small">
        {t("permissions_count", { count: of.length })}
      </Button>
    </Tooltip>
  );
}
