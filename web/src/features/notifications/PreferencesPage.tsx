/** What one wants to be told, where and when. Changes are kept on the screen until they are saved together. */
import { Alert, App, Button } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import type { NotificationPreferences, NotificationPreferencesShown } from "@/api/types";
import { Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { useUnsaved } from "@/ui/unsaved";
import { fieldText, problemText, useWords } from "@/ui/words";
import { KindTable } from "./KindTable";
import { MailPanel } from "./MailPanel";
import { MutedCases } from "./MutedCases";
import { QuietHours } from "./QuietHours";
import { useChoose, usePreferencesShown } from "./queries";
import { ReasonTable } from "./ReasonTable";

export function PreferencesPage() {
  const shown = usePreferencesShown();
  return (
    <div className="page narrow">
      <Loaded query={shown} rows={12}>
        {(of) => <Chosen of={of} />}
      </Loaded>
    </div>
  );
}

function Chosen({ of }: { of: NotificationPreferencesShown }) {
  const t = useWords("notifications");
  const { message } = App.useApp();
  const [draft, setDraft] = useState<NotificationPreferences>(of.preferences);
  const choose = useChoose();
  useEffect(() => setDraft(of.preferences), [of.preferences]);
  const changed = JSON.stringify(draft) !== JSON.stringify(of.preferences);
  useUnsaved(() => changed);
  const problem = choose.isError ? asProblem(choose.error) : undefined;
  const change = (part: Partial<NotificationPreferences>) => setDraft((before) => ({ ...before, ...part }));
  const save = () =>
    choose.mutate({ body: draft, version: of.version }, { onSuccess: () => message.success(t("common:saved")) });
  return (
    <>
      <PageHead
        title={t("preferences")}
        about={t("preferences_about")}
        extra={
          <>
            <Button onClick={() => setDraft(of.defaults)}>{t("defaults")}</Button>
            <Button disabled={!changed} onClick={() => setDraft(of.preferences)}>
              {t("common:reset")}
            </Button>
            <Button type="primary" disabled={!changed} loading={choose.isPending} onClick={save}>
              {t("common:save")}
            </Button>
          </>
        }
      />
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problem.fields.length ? problem.fields.map(fieldText).join(" ") : problemText(problem)}
        />
      )}
      {!of.mail_configured && <Alert type="info" showIcon title={t("no_server")} />}
      <Panel title={t("by_reason")} flush>
        <ReasonTable value={draft.reasons} onChange={(reasons) => change({ reasons })} />
      </Panel>
      <Panel title={t("by_kind")} flush>
        <KindTable value={draft.kinds} onChange={(kinds) => change({ kinds })} />
      </Panel>
      <Panel title={t("quiet")}>
        <QuietHours value={draft} onChange={change} />
      </Panel>
      <Panel title={t("mail_title")}>
        <MailPanel of={of} />
      </Panel>
      <Panel title={t("muted_cases")} flush>
        <MutedCases />
      </Panel>
    </>
  );
}
