import { App, Form, Input, Segmented, Select } from "antd";
import type { Customer, CustomerInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { useEditCustomer } from "./queries";

type Values = Pick<CustomerInput, "name" | "kind" | "class" | "note">;

export function EditCustomerDrawer({ it, open, onClose }: { it: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { edit } = useEditCustomer(it);
  const initial: Values = { name: it.name, kind: it.kind, class: it.class, note: it.note ?? undefined };
  async function submit(values: Values) {
    const changed = Object.entries(values).filter(([key, value]) => value !== initial[key as keyof Values]);
    if (!changed.length) return;
    await edit.mutateAsync(Object.fromEntries(changed));
    message.success(t("common:saved"));
  }
  return (
    <FormDrawer<Values>
      open={open}
      title={t("edit")}
      submit={t("common:save")}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t("kind")}>
        <Segmented
          options={(["person", "organisation"] as const).map((k) => ({
            value: k,
            label: t(`common:customer_kind.${k}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label={t("name")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="class" label={t("class")}>
        <Select
          options={(["ordinary", "valued", "private"] as const).map((c) => ({
            value: c,
            label: t(`common:customer_class.${c}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t("note")}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}
