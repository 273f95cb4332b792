import { App, Form, Input, Switch } from "antd";
import type { Product, ProductInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { useProductVerbs } from "./queries";

type Values = ProductInput & { active?: boolean };

export function ProductDrawer({ it, onClose }: { it?: Product | "new"; onClose: () => void }) {
  const t = useWords("products");
  const { message } = App.useApp();
  const verbs = useProductVerbs();
  const product = it === "new" ? undefined : it;
  const initial: Partial<Values> = product
    ? {
        code: product.code,
        name: product.name,
        name_en: product.name_en,
        category: product.category,
        active: product.active,
      }
    : {};
  async function submit(values: Values) {
    if (!product) await verbs.add.mutateAsync({ ...values, name_en: values.name_en || undefined });
    else {
      const changed = Object.entries(values).filter(([key, value]) => value !== initial[key as keyof Values]);
      if (changed.length) await verbs.edit.mutateAsync({ it: product, body: Object.fromEntries(changed) });
    }
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(product ? "edit" : "new")}
      submit={t("common:save")}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="code" label={t("code")} rules={needed}>
        <Input maxLength={64} disabled={product !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={t("name")} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="name_en" label={t("name_en")}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="category" label={t("category")} rules={needed}>
        <Input maxLength={64} />
      </Form.Item>
      {product && (
        <Form.Item name="active" label={t("on_sale")} valuePropName="checked" required extra={t("withdrawn_about")}>
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
