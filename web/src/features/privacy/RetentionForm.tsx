/** How long what must be kept, and by which rule: nothing is erased before. */
import { App, Button, Form, Input, InputNumber } from "antd";
import { asProblem } from "@/api/problem";
import { Loaded } from "@/ui/Loaded";
import { fieldText, problemText, useWords } from "@/ui/words";
import { type Retention, type Rules, usePrivacyVerbs, useRetention } from "./queries";

export function RetentionForm() {
  const retention = useRetention();
  return <Loaded query={retention}>{(it) => <Fields key={it.version} it={it} />}</Loaded>;
}

function Fields({ it }: { it: Retention }) {
  const t = useWords("privacy");
  const { message } = App.useApp();
  const [form] = Form.useForm<Rules>();
  const { configure } = usePrivacyVerbs();
  const save = (values: Rules) =>
    configure.mutate(
      { ...values, version: it.version },
      {
        onSuccess: () => message.success(t("common:saved")),
        onError: (error) => {
          const refused = asProblem(error);
          message.error(problemText(refused));
          form.setFields(refused.fields.map((f) => ({ name: f.field as keyof Rules, errors: [fieldText(f)] })));
        },
      },
    );
  return (
    <Form
      form={form}
      layout="vertical"
      className="pad"
      style={{ maxWidth: 640 }}
      initialValues={it}
      disabled={!it.may_configure}
      onFinish={(values) => save({ ...values, other_basis: values.other_basis ?? "" })}
      requiredMark={false}
    >
      <p className="muted">{t("retention_about")}</p>
      {(["complaint", "other"] as const).map((kind) => (
        <div key={kind} className="row gap-lg top">
          <Form.Item name={`${kind}_months`} label={t(`keep.${kind}_months`)} rules={[{ required: true }]}>
            <InputNumber min={0} max={240} />
          </Form.Item>
          <Form.Item name={`${kind}_basis`} label={t("basis")} style={{ flex: 1 }}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
      ))}
      {it.may_configure && (
        <Button type="primary" htmlType="submit" loading={configure.isPending}>
          {t("common:save")}
        </Button>
      )}
    </Form>
  );
}
