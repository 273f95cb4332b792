/** Asking another department: what, whom, by when, and how much of the case it may see. */
import { App, Checkbox, Form, Input } from "antd";
import { Problem } from "@/api/problem";
import type { Case } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { StaffPicker } from "@/ui/Pickers";
import { useTimeZone } from "@/ui/Time";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { DueField } from "./DueField";
import { useAsk } from "./queries";
import { type DueInput, defaultDue, dueOf } from "./search";

interface Values {
  subject: string;
  text: string;
  unit_id: string;
  staff_id?: string;
  due: DueInput;
  required: boolean;
  shows_matter: boolean;
  shows_customer: boolean;
  attachment_ids: string[];
}

const initial: Partial<Values> = {
  due: defaultDue,
  required: true,
  shows_matter: true,
  shows_customer: false,
  attachment_ids: [],
};

export function AskDrawer({ it, open, onClose }: { it: Case; open: boolean; onClose: () => void }) {
  const t = useWords("tasks");
  const zone = useTimeZone();
  const { message } = App.useApp();
  const ask = useAsk(it.id);
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];

  async function submit({ due: wanted, ...values }: Values) {
    const due = dueOf(wanted, zone);
    if (!due) throw new Problem({ status: 0, code: "choose_due" });
    await ask.mutateAsync({ ...values, staff_id: values.staff_id || undefined, due });
    message.success(t("done.ask"));
  }

  return (
    <FormDrawer<Values>
      open={open}
      title={t("ask_title", { number: it.number })}
      submit={t("verb.ask")}
      width={560}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      {(form) => (
        <>
          <Form.Item name="unit_id" label={t("unit")} rules={[{ required: true, message: t("common:required") }]}>
            <UnitPicker onChange={() => form.setFieldValue("staff_id", undefined)} />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(a, b) => a.unit_id !== b.unit_id}>
            {() => {
              const unit = form.getFieldValue("unit_id");
              return (
                <Form.Item name="staff_id" label={t("handler")} extra={t("handler_about")}>
                  <StaffPicker unitId={unit} disabled={!unit} placeholder={t("anyone")} />
                </Form.Item>
              );
            }}
          </Form.Item>
          <Form.Item name="subject" label={t("subject")} rules={needed}>
            <Input maxLength={200} placeholder={t("subject_about")} />
          </Form.Item>
          <Form.Item name="text" label={t("request")} rules={needed}>
            <Input.TextArea rows={6} maxLength={20000} placeholder={t("request_about")} />
          </Form.Item>
          <Form.Item name="due" label={t("due.title")} extra={t("due.about")} required>
            <DueField />
          </Form.Item>
          <Form.Item name="required" valuePropName="checked" extra={t("required_about")} style={{ marginBottom: 8 }}>
            <Checkbox>{t("required")}</Checkbox>
          </Form.Item>
          <Form.Item name="shows_matter" valuePropName="checked" noStyle>
            <Checkbox>{t("shows_matter")}</Checkbox>
          </Form.Item>
          <Form.Item name="shows_customer" valuePropName="checked" style={{ marginBottom: 8 }}>
            <Checkbox>{t("shows_customer")}</Checkbox>
          </Form.Item>
          {it.attachments.length > 0 && (
            <Form.Item name="attachment_ids" label={t("files_shown")}>
              <Checkbox.Group
                className="col"
                options={it.attachments.map((file) => ({ value: file.id, label: file.name }))}
              />
            </Form.Item>
          )}
        </>
      )}
    </FormDrawer>
  );
}
