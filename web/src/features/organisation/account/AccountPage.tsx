/** One's own account: who one is here, the password, second factors, passkeys, where one is signed in, tokens of programs. */
import { Button } from "antd";
import { useState } from "react";
import { useMe } from "@/api/session";
import { Facts } from "@/ui/Fields";
import { PageHead, Panel } from "@/ui/PageHead";
import { useName, useWords } from "@/ui/words";
import { PasskeysPanel } from "./PasskeysPanel";
import { PasswordDialog } from "./PasswordDialog";
import { SecondFactorPanel } from "./SecondFactorPanel";
import { SessionsPanel } from "./SessionsPanel";
import { TokensPanel } from "./TokensPanel";

export function AccountPage() {
  const t = useWords("account");
  return (
    <div className="page narrow">
      <PageHead title={t("title")} about={t("about")} />
      <WhoPanel />
      <SecondFactorPanel />
      <PasskeysPanel />
      <SessionsPanel />
      <TokensPanel />
    </div>
  );
}

function WhoPanel() {
  const t = useWords("account");
  const me = useMe();
  const nameOf = useName();
  const [changing, setChanging] = useState(false);
  return (
    <Panel title={me.name} extra={<Button onClick={() => setChanging(true)}>{t("common:password.title")}</Button>}>
      <Facts
        items={[
          [
            t("login"),
            <span key="login" className="mono">
              {me.login}
            </span>,
          ],
          [t("unit"), nameOf(me.unit)],
          [t("roles"), me.roles.map((role) => t(`common:role.${role}`)).join(t("common:list_comma"))],
          [t("scope"), t(`common:scope.${me.scope}`)],
        ]}
      />
      <PasswordDialog open={changing} must={false} onClose={() => setChanging(false)} />
    </Panel>
  );
}
