/** One's authenticator and recovery codes: set up, made anew, removed. */
import { Alert, App, Button, Modal, Tag } from "antd";
import { useState } from "react";
import type { AuthenticatorOffered, SecondFactors } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Loaded } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { PasswordAgain } from "./PasswordAgain";
import { useSecondFactors, useSecondFactorVerbs } from "./queries";
import { RecoveryCodes } from "./RecoveryCodes";
import { SetUpDialog } from "./SetUpDialog";

type Asked = "set_up" | "renew" | "remove";
const fewCodes = 3;

export function SecondFactorPanel() {
  const t = useWords("account");
  const { message } = App.useApp();
  const factors = useSecondFactors();
  const verbs = useSecondFactorVerbs();
  const [asked, setAsked] = useState<Asked>();
  const [offered, setOffered] = useState<AuthenticatorOffered>();
  const [codes, setCodes] = useState<string[]>();
  async function run(password: string) {
    if (asked === "set_up") setOffered(await verbs.offer.mutateAsync(password));
    if (asked === "renew") setCodes((await verbs.renewCodes.mutateAsync(password)).recovery_codes);
    if (asked === "remove") {
      await verbs.remove.mutateAsync(password);
      message.success(t("removed"));
    }
  }
  function confirmed(made: string[]) {
    setOffered(undefined);
    setCodes(made);
  }
  return (
    <Panel title={t("second_factor")}>
      <Loaded query={factors} rows={3}>
        {(of) => <Present of={of} onAsk={setAsked} />}
      </Loaded>
      <PasswordAgain
        open={asked !== undefined}
        title={t(`ask.${asked ?? "set_up"}`)}
        about={t(`ask_about.${asked ?? "set_up"}`)}
        confirm={t(asked === "set_up" ? "next" : `ask.${asked ?? "set_up"}`)}
        danger={asked === "remove"}
        onSubmit={run}
        onClose={() => setAsked(undefined)}
      />
      <SetUpDialog offered={offered} onCodes={confirmed} onClose={() => setOffered(undefined)} />
      <Modal
        open={codes !== undefined}
        title={t("recovery_codes")}
        footer={null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        width={420}
        destroyOnHidden
      >
        {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
      </Modal>
    </Panel>
  );
}

function Present({ of, onAsk }: { of: SecondFactors; onAsk: (asked: Asked) => void }) {
  const t = useWords("account");
  if (!of.authenticator_since)
    return (
      <div className="col gap">
        <p className="muted">{t("second_factor_about")}</p>
        <div>
          <Button type="primary" onClick={() => onAsk("set_up")}>
            {t("set_up")}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="col gap">
      {of.recovery_codes_left < fewCodes && <Alert type="warning" showIcon title={t("codes_running_out")} />}
      <Facts
        items={[
          [
            t("authenticator"),
            <span key="on" className="row gap-sm">
              <Tag color="green" variant="filled" className="tag">
                {t("on")}
              </Tag>
              <span className="muted small">
                {t("since")} <When at={of.authenticator_since} />
              </span>
            </span>,
          ],
          [t("recovery_codes"), t("codes_left", { count: of.recovery_codes_left })],
        ]}
      />
      <div className="row gap-sm wrap">
        <Button onClick={() => onAsk("renew")}>{t("ask.renew")}</Button>
        <Button danger disabled={of.required} onClick={() => onAsk("remove")}>
          {t("ask.remove")}
        </Button>
        {of.required && <span className="muted small">{t("required_by_role")}</span>}
      </div>
    </div>
  );
}
