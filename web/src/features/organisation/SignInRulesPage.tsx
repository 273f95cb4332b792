/** How people sign in here: what passwords must be, and which roles need a second factor. */
import { Alert, App, Button, Checkbox } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import type { SignInRules, SignInRulesPatch } from "@/api/types";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { useUnsaved } from "@/ui/unsaved";
import { fieldText, problemText, useWords } from "@/ui/words";
import { PasswordProfilePicker } from "./PasswordProfilePicker";
import { roleCodes, useChangeSignInRules, useSignInRules } from "./queries";

export function SignInRulesPage() {
  const rules = useSignInRules();
  return (
    <Allowed to="organisation.edit_sign_in">
      <div className="page narrow">
        <Loaded query={rules} rows={8}>
          {(of) => <Editor of={of} />}
        </Loaded>
      </div>
    </Allowed>
  );
}

const draftOf = (of: SignInRules): SignInRulesPatch => ({
  password_profile: of.password_profile,
  password_length_min: of.password_length_min,
  second_factor_roles: of.second_factor_roles,
});

function Editor({ of }: { of: SignInRules }) {
  const t = useWords("organisation");
  const { message } = App.useApp();
  const change = useChangeSignInRules();
  const [draft, setDraft] = useState(draftOf(of));
  useEffect(() => setDraft(draftOf(of)), [of]);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(of));
  useUnsaved(() => changed);
  const save = () =>
    change.mutate({ body: draft, version: of.version }, { onSuccess: () => message.success(t("common:saved")) });
  const problem = change.isError ? asProblem(change.error) : undefined;
  const roles = draft.second_factor_roles ?? [];
  return (
    <>
      <PageHead
        title={t("common:place.sign_in_rules")}
        about={t("sign_in_about")}
        extra={
          of.may_edit && (
            <>
              <Button disabled={!changed} onClick={() => setDraft(draftOf(of))}>
                {t("common:reset")}
              </Button>
              <Button type="primary" disabled={!changed} loading={change.isPending} onClick={save}>
                {t("common:save")}
              </Button>
            </>
          )
        }
      />
      {problem && (
        <Alert
          type="error"
          showIcon
          title={problem.fields.length ? problem.fields.map(fieldText).join(" ") : problemText(problem)}
        />
      )}
      <Panel title={t("passwords")}>
        <PasswordProfilePicker draft={draft} disabled={!of.may_edit} onChange={setDraft} />
      </Panel>
      <Panel title={t("second_factor_roles")}>
        <div className="col gap">
          <p className="muted">{t("second_factor_roles_about")}</p>
          <Checkbox.Group
            className="role-choices"
            value={roles}
            disabled={!of.may_edit}
            options={roleCodes.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
            onChange={(chosen) => setDraft({ ...draft, second_factor_roles: chosen as typeof roles })}
          />
        </div>
      </Panel>
    </>
  );
}
