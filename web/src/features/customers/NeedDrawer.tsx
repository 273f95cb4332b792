import { App, Form, Input, Segmented } from "antd";
import type { Customer } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { StepFields } from "./NextStepDrawer";
import { type NeedInput, needKinds, useNeedVerbs } from "./needQueries";

export function NeedDrawer({ customer, open, onClose }: { customer: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { add } = useNeedVerbs();
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  async function submit({ next_step, ...values }: NeedInput) {
    const planned = next_step && (next_step.words || next_step.due_on) ? next_step : undefined;
    await add.mutateAsync({ id: customer.id, body: { ...values, next_step: planned } });
    message.success(t("common:saved"));
  }
  return (
    <FormDrawer<NeedInput>
      open={open}
      title={t("add_need")}
      submit={t("common:save")}
      initial={{ kind: "need" }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t("kind")}>
        <Segmented options={needKinds.map((kind) => ({ value: kind, label: t(`need_kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="words" label={t("need_words")} rules={needed}>
        <Input.TextArea rows={4} maxLength={1000} placeholder={t("need_example")} />
      </Form.Item>
      <p className="muted small">{t("step_about")}</p>
      <StepFields needed={false} />
    </FormDrawer>
  );
}
