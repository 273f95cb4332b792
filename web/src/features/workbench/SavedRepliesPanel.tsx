/** Saved replies with their placeholders. */
import { Form, Input, Tag } from "antd";
import { useRef, useState } from "react";
import type { SavedReplyKept } from "@/api/types";
import { useWords } from "@/ui/words";
import { KeepDrawer } from "./KeepDrawer";
import { KeptTable } from "./KeptTable";

/** What can stand between the braces; the server names what it does not know. */
export const placeholders = [
  "customer.name",
  "customer.number",
  "customer.phone",
  "case.number",
  "case.subject",
  "case.opened_on",
  "product.name",
  "me.name",
  "me.unit",
  "institution.name",
  "today",
];

function WordsInput({ value = "", onChange }: { value?: string; onChange?: (text: string) => void }) {
  const t = useWords("workbench");
  const box = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const at = box.current?.selectionStart ?? value.length;
    onChange?.(`${value.slice(0, at)}{{${name}}}${value.slice(at)}`);
  };
  return (
    <div className="col gap-sm">
      <Input.TextArea
        ref={(one) => {
          box.current = one?.resizableTextArea?.textArea ?? null;
        }}
        value={value}
        rows={10}
        maxLength={5000}
        aria-label={t("reply_text")}
        onChange={(e) => onChange?.(e.target.value)}
      />
      <div className="row wrap gap-sm">
        {placeholders.map((name) => (
          <button type="button" key={name} className="plain" onClick={() => insert(name)}>
            <Tag className="tag">{t(`placeholder.${name.replace(".", "_")}`)}</Tag>
          </button>
        ))}
      </div>
    </div>
  );
}

export function SavedRepliesPanel() {
  const t = useWords("workbench");
  const [edited, setEdited] = useState<SavedReplyKept | "new">();
  return (
    <>
      <KeptTable<SavedReplyKept>
        kind="saved-replies"
        about={t("about.saved-replies")}
        onNew={() => setEdited("new")}
        onEdit={setEdited}
        columns={[
          { key: "text", title: t("reply_text"), ellipsis: true, render: (_, it) => it.content.text },
          {
            key: "initials",
            title: t("initials"),
            width: 90,
            render: (_, it) => <span className="mono">{it.initials}</span>,
          },
        ]}
      />
      <KeepDrawer
        open={edited !== undefined}
        kind="saved-replies"
        it={edited === "new" ? undefined : edited}
        width={560}
        onClose={() => setEdited(undefined)}
      >
        <Form.Item
          name={["content", "text"]}
          label={t("reply_text")}
          rules={[{ required: true, whitespace: true, message: t("common:required") }]}
        >
          <WordsInput />
        </Form.Item>
      </KeepDrawer>
    </>
  );
}
