/** One's own passkeys: registered here, named, removed. */
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Table, Typography } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Passkey, PasskeyOffered } from "@/api/types";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { Ago, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { makePasskey, passkeysWorkAt } from "./ceremony";
import { NamePasskey } from "./NamePasskey";
import { PasswordAgain } from "./PasswordAgain";
import { usePasskeys, usePasskeyVerbs } from "./queries";

interface Made {
  challenge: string;
  credential: Record<string, never>;
}

export function PasskeysPanel() {
  const t = useWords("account");
  const { message } = App.useApp();
  const passkeys = usePasskeys();
  const verbs = usePasskeyVerbs();
  const [asked, setAsked] = useState<"add" | Passkey>();
  const [made, setMade] = useState<Made>();
  const works = passkeysWorkAt(passkeys.data?.host);
  async function make(offered: PasskeyOffered) {
    try {
      setMade({ challenge: offered.challenge, credential: await makePasskey(offered) });
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  async function run(password: string) {
    if (asked === "add") {
      // The dialog is gone before the browser asks.
      const offered = await verbs.offer.mutateAsync(password);
      void make(offered);
    } else if (asked) {
      await verbs.remove.mutateAsync({ id: asked.id, password });
      message.success(t("passkey_removed"));
    }
  }
  return (
    <Panel
      flush
      title={t("passkeys")}
      extra={
        <Button size="small" icon={<PlusOutlined aria-hidden />} disabled={!works} onClick={() => setAsked("add")}>
          {t("passkey_add")}
        </Button>
      }
    >
      <Loaded query={passkeys} rows={2}>
        {(of) => (
          <>
            {!works && <p className="muted small pad">{t("passkeys_not_here", { host: of.host ?? "—" })}</p>}
            <PasskeyTable rows={of.items} onRemove={setAsked} />
          </>
        )}
      </Loaded>
      <PasswordAgain
        open={asked !== undefined}
        title={t(asked === "add" ? "passkey_add" : "passkey_remove")}
        about={t(asked === "add" ? "passkey_add_about" : "passkey_remove_about")}
        confirm={t(asked === "add" ? "next" : "passkey_remove")}
        danger={asked !== "add"}
        onSubmit={run}
        onClose={() => setAsked(undefined)}
      />
      <NamePasskey made={made} onClose={() => setMade(undefined)} />
    </Panel>
  );
}

function PasskeyTable({ rows, onRemove }: { rows: Passkey[]; onRemove: (row: Passkey) => void }) {
  const t = useWords("account");
  const { rename } = usePasskeyVerbs();
  return (
    <Table<Passkey>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      locale={{ emptyText: <Nothing text={t("no_passkeys")} /> }}
      columns={[
        {
          title: t("passkey_name"),
          render: (_, row) => (
            <Typography.Text
              editable={{
                tooltip: t("common:edit"),
                maxLength: 60,
                onChange: (name) => name.trim() && name !== row.name && rename.mutate({ id: row.id, name }),
              }}
            >
              {row.name}
            </Typography.Text>
          ),
        },
        { title: t("created_at"), width: 120, render: (_, row) => <When at={row.created_at} style="day" /> },
        {
          title: t("used_at"),
          width: 120,
          render: (_, row) =>
            row.used_at ? <Ago at={row.used_at} /> : <span className="muted">{t("never_used")}</span>,
        },
        {
          key: "remove",
          width: 76,
          align: "right",
          render: (_, row) => (
            <Button size="small" danger onClick={() => onRemove(row)}>
              {t("passkey_remove_short")}
            </Button>
          ),
        },
      ]}
    />
  );
}
