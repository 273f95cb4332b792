import { App, Form, Input, Select } from "antd";
import type { Case, CasePatch } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { CustomerPicker, ProductPicker } from "@/ui/Pickers";
import { TagsPicker } from "@/ui/TagsPicker";
import { useWords } from "@/ui/words";
import { kinds, priorities } from "./filters";
import { useEditCase } from "./queries";

export function EditCaseDrawer({ it, open, onClose }: { it: Case; open: boolean; onClose: () => void }) {
  const t = useWords("cases");
  const { message } = App.useApp();
  const edit = useEditCase(it);
  const initial: CasePatch = {
    subject: it.subject,
    description: it.description,
    kind: it.kind,
    priority: it.priority,
    product_id: it.product?.id,
    customer_id: it.customer?.id,
    tags: it.tags,
  };
  async function submit(values: CasePatch) {
    const changed = Object.entries(values).filter(([key, value]) => value !== initial[key as keyof CasePatch]);
    if (!changed.length) return;
    await edit.mutateAsync(Object.fromEntries(changed));
    message.success(t("done.edit"));
  }
  return (
    <FormDrawer<CasePatch>
      open={open}
      title={t("verb.edit")}
      submit={t("common:save")}
      width={520}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item
        name="subject"
        label={t("column.subject")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="description" label={t("description")}>
        <Input.TextArea rows={6} maxLength={20000} />
      </Form.Item>
      <div className="split even">
        <Form.Item name="kind" label={t("column.kind")}>
          <Select options={kinds.map((k) => ({ value: k, label: t(`common:case_kind.${k}`) }))} />
        </Form.Item>
        <Form.Item name="priority" label={t("column.priority")}>
          <Select options={priorities.map((p) => ({ value: p, label: t(`common:priority.${p}`) }))} />
        </Form.Item>
      </div>
      <Form.Item name="customer_id" label={t("column.customer")}>
        <CustomerPicker known={it.customer} />
      </Form.Item>
      <Form.Item name="product_id" label={t("column.product")}>
        <ProductPicker />
      </Form.Item>
      <Form.Item name="tags" label={t("tags")}>
        <TagsPicker placeholder={t("tags_about")} />
      </Form.Item>
    </FormDrawer>
  );
}
