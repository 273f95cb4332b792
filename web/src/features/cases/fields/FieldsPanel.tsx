/** On the case: the institution's own fields, and a drawer to fill them. */
import { App, Button } from "antd";
import { useState } from "react";
import type { Case } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { FormDrawer } from "@/ui/FormDrawer";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { FieldItems } from "./FieldItems";
import { FieldValue } from "./FieldValue";
import { useFieldsOf, useFill } from "./queries";
import { changed, isEmpty, type Values } from "./values";

export function FieldsPanel({ it }: { it: Case }) {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  const { message } = App.useApp();
  const fields = useFieldsOf(it.kind);
  const fill = useFill(it);
  const [editing, setEditing] = useState(false);
  if (!fields.length) return null;
  const values = it.fields as Values;
  const missing = fields.filter((field) => field.required !== "never" && isEmpty(values[field.key])).length;
  async function submit(form: { fields?: Values }) {
    const change = changed(values, form.fields ?? {});
    if (!Object.keys(change).length) return;
    await fill.mutateAsync(change);
    message.success(t("common:saved"));
  }
  return (
    <Panel
      title={t("title")}
      extra={
        it.may.edit && (
          <Button size="small" type="link" onClick={() => setEditing(true)}>
            {t("common:edit")}
          </Button>
        )
      }
    >
      <Facts
        items={fields.map((field) => [
          english ? field.name_en : field.name,
          <FieldValue key={field.id} field={field} value={values[field.key]} />,
        ])}
      />
      {missing > 0 && it.may.edit && <p className="small alarm-words">{t("missing", { count: missing })}</p>}
      <FormDrawer<{ fields?: Values }>
        open={editing}
        title={t("edit_title")}
        submit={t("common:save")}
        initial={{ fields: values }}
        onSubmit={submit}
        onClose={() => setEditing(false)}
      >
        <FieldItems kind={it.kind} when="any" />
      </FormDrawer>
    </Panel>
  );
}
