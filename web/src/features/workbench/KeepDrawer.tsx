/** The name of what is kept, and with whom it is shared. What it holds stands in the middle, by its kind. */
import { App, Form, Input } from "antd";
import type { ReactNode } from "react";
import { useHolds } from "@/api/session";
import { FormDrawer } from "@/ui/FormDrawer";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { type AnyKept, type KeptKind, useKeptVerbs } from "./queries";

interface Values {
  name: string;
  unit_id?: string;
  content?: unknown;
}

interface KeepDrawerProps {
  open: boolean;
  kind: KeptKind;
  /** What is changed; absent keeps something new. */
  it?: AnyKept;
  /** What it holds, where the form does not ask for it. */
  content?: unknown;
  width?: number;
  children?: ReactNode;
  onClose: () => void;
  onKept?: (id: string) => void;
}

export function KeepDrawer({ open, kind, it, content, width, children, onClose, onKept }: KeepDrawerProps) {
  const t = useWords("workbench");
  const { message } = App.useApp();
  const verbs = useKeptVerbs(kind);
  const mayShare = useHolds("workbench.share");
  async function submit(values: Values) {
    const holds = values.content ?? content;
    if (!it) {
      const fresh = await verbs.add.mutateAsync({ name: values.name, content: holds, unit_id: values.unit_id });
      onKept?.(fresh.id);
    } else {
      const shared = values.unit_id ? { unit_id: values.unit_id } : it.unit ? { personal: true } : {};
      const changed = children ? { content: holds } : {};
      await verbs.change.mutateAsync({ it, body: { name: values.name, ...changed, ...shared } });
    }
    message.success(t("common:saved"));
  }
  return (
    <FormDrawer<Values>
      open={open}
      width={width}
      title={t(it ? `edit.${kind}` : `new.${kind}`)}
      submit={t("common:save")}
      initial={it ? { name: it.name, unit_id: it.unit?.id, content: it.content } : { content }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t("name")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      {children}
      {mayShare && (
        <Form.Item name="unit_id" label={t("shared_with")} extra={t("shared_about")}>
          <UnitPicker placeholder={t("personal")} />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
