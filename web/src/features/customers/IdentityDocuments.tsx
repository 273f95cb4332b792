import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Popconfirm, Select, Tag } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Customer } from "@/api/types";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { useToday } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { type DocumentInput, useEditCustomer, waits } from "./queries";
import type { Revealed } from "./reveals";

const kinds = {
  person: [
    "resident_id_card",
    "passport",
    "hk_macao_permit",
    "taiwan_permit",
    "foreign_permanent_resident_card",
    "military_id",
  ],
  organisation: ["unified_social_credit_code", "business_licence"],
} as const;

export function IdentityDocuments({ it, shown }: { it: Customer; shown?: Revealed }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const today = useToday();
  const { addDocument, removeDocument } = useEditCustomer(it);
  const [adding, setAdding] = useState(false);
  const tell = (answer: object) => waits(answer) && message.info(t("waits_for_second"));
  const remove = (id: string) =>
    removeDocument.mutate(id, {
      onSuccess: tell,
      onError: (error) => message.error(problemText(asProblem(error))),
    });
  const name = (kind: string) => t(`document.${kind}`, { defaultValue: kind });
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <div>
      {!it.identity_documents.length && <div className="muted">{t("no_documents")}</div>}
      {it.identity_documents.map((one) => (
        <div key={one.id} className="file-line">
          <span className="muted">{name(one.kind)}</span>
          <span className="grow num">
            {shown?.identity_documents.find((clear) => clear.id === one.id)?.number ?? one.number}
          </span>
          {one.expires_on && <span className="muted small num">{t("valid_until", { day: one.expires_on })}</span>}
          {one.expires_on && one.expires_on < today && (
            <Tag color="red" className="tag">
              {t("expired")}
            </Tag>
          )}
          {it.may.edit && (
            <Popconfirm
              title={t("remove_document")}
              okText={t("remove")}
              cancelText={t("common:cancel")}
              onConfirm={() => remove(one.id)}
            >
              <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t("remove")} />
            </Popconfirm>
          )}
        </div>
      ))}
      {it.may.edit && (
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          style={{ marginTop: 6 }}
          onClick={() => setAdding(true)}
        >
          {t("add_document")}
        </Button>
      )}
      <FormDrawer<DocumentInput>
        open={adding}
        title={t("add_document")}
        submit={t("common:save")}
        initial={{ kind: kinds[it.kind][0] }}
        onSubmit={async (values) => tell(await addDocument.mutateAsync(values))}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="kind" label={t("kind")}>
          <Select options={kinds[it.kind].map((kind) => ({ value: kind, label: name(kind) }))} />
        </Form.Item>
        <Form.Item name="number" label={t("document_number")} rules={needed}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="expires_on" label={t("expires_on")}>
          <DayInput />
        </Form.Item>
      </FormDrawer>
    </div>
  );
}
