import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Popconfirm, Select, Tag } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { ContactKind, Customer } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { problemText, useWords } from "@/ui/words";
import { contactKinds } from "./NewCustomerDrawer";
import { useEditCustomer } from "./queries";
import type { Revealed } from "./reveals";

export function ContactPoints({ it, shown }: { it: Customer; shown?: Revealed }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { addContact, removeContact } = useEditCustomer(it);
  const [adding, setAdding] = useState(false);
  const remove = (id: string) =>
    removeContact.mutate(id, { onError: (error) => message.error(problemText(asProblem(error))) });
  return (
    <div>
      {!it.contact_points.length && <div className="muted">{t("no_contacts")}</div>}
      {it.contact_points.map((cp) => (
        <div key={cp.id} className="file-line">
          <span className="muted" style={{ width: 56 }}>
            {t(`common:contact_kind.${cp.kind}`)}
          </span>
          <span className={shown ? "grow num" : "grow num cut"}>
            {shown?.contact_points.find((clear) => clear.id === cp.id)?.value ?? cp.value}
          </span>
          {cp.preferred && <Tag className="tag">{t("preferred")}</Tag>}
          {it.may.edit && (
            <Popconfirm
              title={t("remove_contact")}
              okText={t("remove")}
              cancelText={t("common:cancel")}
              onConfirm={() => remove(cp.id)}
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
          {t("add_contact")}
        </Button>
      )}
      <FormDrawer<{ kind: ContactKind; value: string }>
        open={adding}
        title={t("add_contact")}
        submit={t("common:save")}
        initial={{ kind: "phone" }}
        onSubmit={(values) => addContact.mutateAsync(values)}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="kind" label={t("kind")}>
          <Select options={contactKinds.map((k) => ({ value: k, label: t(`common:contact_kind.${k}`) }))} />
        </Form.Item>
        <Form.Item
          name="value"
          label={t("contact")}
          rules={[{ required: true, whitespace: true, message: t("common:required") }]}
        >
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </FormDrawer>
    </div>
  );
}
