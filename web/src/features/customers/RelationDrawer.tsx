import { App, Form, Input, Segmented, Select } from "antd";
import type { Customer } from "@/api/types";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { CustomerPicker } from "@/ui/Pickers";
import { useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type RelationInput, relationKinds, useRelationVerbs } from "./relationQueries";

interface Values extends RelationInput {
  who: "customer" | "person";
}

export function RelationDrawer({ it, open, onClose }: { it: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { add } = useRelationVerbs(it.id);
  const today = useToday();
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  async function submit({ who, other_id, person, ...rest }: Values) {
    await add.mutateAsync({ ...rest, ...(who === "customer" ? { other_id } : { person }) });
    message.success(t("common:saved"));
  }
  return (
    <FormDrawer<Values>
      open={open}
      title={t("add_relation")}
      submit={t("common:save")}
      initial={{ kind: "agent", who: "person" }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(form) => (
        <>
          <Form.Item name="kind" label={t("relation")}>
            <Select
              options={relationKinds[it.kind].map((kind) => ({ value: kind, label: t(`relation_is.${kind}`) }))}
            />
          </Form.Item>
          <Form.Item name="who" label={t("who")}>
            <Segmented
              options={(["person", "customer"] as const).map((who) => ({ value: who, label: t(`who_is.${who}`) }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["who", "kind"]}>
            {() => (
              <>
                {form.getFieldValue("who") === "customer" ? (
                  <Form.Item name="other_id" label={t("customer")} rules={needed}>
                    <CustomerPicker />
                  </Form.Item>
                ) : (
                  <>
                    <Form.Item name={["person", "name"]} label={t("person_name")} rules={needed}>
                      <Input maxLength={100} autoComplete="off" />
                    </Form.Item>
                    <Form.Item name={["person", "phone"]} label={t("common:contact_kind.phone")}>
                      <Input maxLength={40} autoComplete="off" />
                    </Form.Item>
                  </>
                )}
                <Form.Item
                  name="scope"
                  label={t("scope")}
                  rules={form.getFieldValue("kind") === "agent" ? needed : undefined}
                >
                  <Input.TextArea rows={2} maxLength={300} placeholder={t("scope_example")} />
                </Form.Item>
                <Form.Item
                  name="document_ref"
                  label={t("document_ref")}
                  rules={form.getFieldValue("kind") === "agent" ? needed : undefined}
                >
                  <Input maxLength={100} autoComplete="off" />
                </Form.Item>
              </>
            )}
          </Form.Item>
          <Form.Item name="valid_until" label={t("valid_until_label")}>
            <DayInput from={today} />
          </Form.Item>
        </>
      )}
    </FormDrawer>
  );
}
