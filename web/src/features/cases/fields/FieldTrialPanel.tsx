/** Try it: the form an agent sees, and what the server would say of it. Nothing is stored. */
import { Alert, Button, Form, Segmented } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { CaseKind } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { fieldText, problemText, useLocale, useWords } from "@/ui/words";
import { kinds } from "../filters";
import { FieldItems } from "./FieldItems";
import { useFieldsOf, useFieldVerbs } from "./queries";
import { filled, type Values } from "./values";

type When = "opening" | "resolving";

export function FieldTrialPanel() {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  const [form] = Form.useForm<{ fields?: Values }>();
  const [kind, setKind] = useState<CaseKind>("complaint");
  const [when, setWhen] = useState<When>("opening");
  const { attempt } = useFieldVerbs();
  const fields = useFieldsOf(kind);
  const said = attempt.data;
  const nameOf = (place: string) => {
    const field = fields.find((one) => `fields.${one.key}` === place);
    return field ? (english ? field.name_en : field.name) : place;
  };
  return (
    <Panel title={t("try_title")}>
      <div className="col gap" style={{ maxWidth: 560 }}>
        <Segmented<CaseKind>
          value={kind}
          onChange={setKind}
          options={kinds.map((one) => ({ value: one, label: t(`common:case_kind.${one}`) }))}
        />
        <Segmented<When>
          value={when}
          onChange={setWhen}
          options={[
            { value: "opening", label: t("when.opening") },
            { value: "resolving", label: t("when.resolving") },
          ]}
        />
        {fields.length ? (
          <Form
            form={form}
            layout="vertical"
            requiredMark="optional"
            onFinish={(values) => attempt.mutate({ kind, when, values: filled(values.fields) ?? {} })}
          >
            <FieldItems kind={kind} when="any" />
            <Button htmlType="submit" loading={attempt.isPending}>
              {t("try")}
            </Button>
          </Form>
        ) : (
          <span className="muted">{t("try_none")}</span>
        )}
        {attempt.isError && <Alert type="error" showIcon title={problemText(asProblem(attempt.error))} />}
        {said && (
          <Alert
            type={said.taken ? "success" : "warning"}
            showIcon
            title={said.taken ? t("try_taken") : t("try_refused")}
            description={said.errors.map((error) => (
              <div key={error.field}>
                {nameOf(error.field)}: {fieldText(error)}
              </div>
            ))}
          />
        )}
      </div>
    </Panel>
  );
}
