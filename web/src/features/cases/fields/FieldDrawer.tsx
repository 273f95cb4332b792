/** Adding a field, changing it, retiring it. Key and type are chosen once. */
import { App, Form, Input, Select, Switch } from "antd";
import type { CaseField, CaseFieldInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { kinds } from "../filters";
import { ChoicesList } from "./ChoicesList";
import { FieldHistory } from "./FieldHistory";
import { useFieldVerbs } from "./queries";

type Values = CaseFieldInput & { active?: boolean };
const types = ["text", "number", "amount", "date", "choice", "choices", "yes_no"] as const;
const whens = ["never", "opening", "resolving"] as const;
const chooses = (type: unknown) => type === "choice" || type === "choices";

export function FieldDrawer({ it, onClose }: { it?: CaseField | "new"; onClose: () => void }) {
  const t = useWords("fields");
  const { message } = App.useApp();
  const verbs = useFieldVerbs();
  const field = it === "new" ? undefined : it;
  const initial: Partial<Values> = field ?? { type: "text", required: "never", kinds: [], currency: "CNY" };
  async function submit({ key, type, currency, active, ...values }: Values) {
    const body = {
      ...values,
      name_en: values.name_en || values.name,
      choices: chooses(type) ? values.choices : undefined,
    };
    if (field) await verbs.edit.mutateAsync({ it: field, body: { ...body, active } });
    else await verbs.add.mutateAsync({ ...body, key, type, currency: type === "amount" ? currency : undefined });
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(field ? "edit" : "new")}
      submit={t("common:save")}
      width={620}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="split even">
        <Form.Item name="name" label={t("name")} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="name_en" label={t("name_en")}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <div className="split even">
        <Form.Item name="key" label={t("key")} rules={needed} extra={t("key_about")}>
          <Input maxLength={40} disabled={field !== undefined} autoComplete="off" />
        </Form.Item>
        <Form.Item name="type" label={t("type")} rules={[{ required: true }]}>
          <Select
            disabled={field !== undefined}
            options={types.map((one) => ({ value: one, label: t(`types.${one}`) }))}
          />
        </Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate={(a, b) => a.type !== b.type}>
        {({ getFieldValue }) => (
          <>
            {getFieldValue("type") === "amount" && (
              <Form.Item name="currency" label={t("currency")} extra={t("currency_about")}>
                <Input maxLength={3} disabled={field !== undefined} style={{ width: 120 }} />
              </Form.Item>
            )}
            {chooses(getFieldValue("type")) && <ChoicesList known={field?.choices ?? []} />}
          </>
        )}
      </Form.Item>
      <Form.Item name="kinds" label={t("kinds")} extra={t("kinds_about")}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          allowClear
          placeholder={t("all_kinds")}
          options={kinds.map((kind) => ({ value: kind, label: t(`common:case_kind.${kind}`) }))}
        />
      </Form.Item>
      <Form.Item name="required" label={t("required")}>
        <Select options={whens.map((one) => ({ value: one, label: t(`when.${one}`) }))} />
      </Form.Item>
      <div className="split even">
        <Form.Item name="help" label={t("help")}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
        <Form.Item name="help_en" label={t("help_en")}>
          <Input.TextArea rows={2} maxLength={300} />
        </Form.Item>
      </div>
      {field && (
        <>
          <Form.Item name="active" label={t("in_use")} valuePropName="checked" required extra={t("retire_about")}>
            <Switch />
          </Form.Item>
          <FieldHistory id={field.id} />
        </>
      )}
    </FormDrawer>
  );
}
