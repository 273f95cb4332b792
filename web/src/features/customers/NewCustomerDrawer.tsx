import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Form, Input, Segmented, Select } from "antd";
import type { CustomerInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { AddressFields, contactKinds } from "./ContactFields";
import { useCreateCustomer } from "./queries";

export function NewCustomerDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const navigate = useNavigate();
  const { message } = App.useApp();
  const create = useCreateCustomer();
  async function submit(values: CustomerInput) {
    const contact_points = values.contact_points?.filter((cp) => cp?.value?.trim() || cp?.address);
    const it = await create.mutateAsync({ ...values, contact_points });
    message.success(t("created", { name: it.name }));
    setTimeout(() => navigate({ to: "/customers/$id", params: { id: it.id } }));
  }
  return (
    <FormDrawer<CustomerInput>
      open={open}
      title={t("new")}
      submit={t("create")}
      initial={{ kind: "person", contact_points: [{ kind: "phone", value: "" }] }}
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
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item noStyle dependencies={["kind"]}>
        {({ getFieldValue }) =>
          getFieldValue("kind") === "organisation" && (
            <Form.Item name="registered_name" label={t("registered_name")}>
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
          )
        }
      </Form.Item>
      <div className="muted small" style={{ marginBottom: 4 }}>
        {t("contacts")}
      </div>
      <Form.List name="contact_points">
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className="row top gap-sm">
                <Form.Item name={[field.name, "kind"]} style={{ width: 110 }}>
                  <Select options={contactKinds.map((k) => ({ value: k, label: t(`common:contact_kind.${k}`) }))} />
                </Form.Item>
                <Form.Item noStyle dependencies={[["contact_points", field.name, "kind"]]}>
                  {({ getFieldValue }) =>
                    getFieldValue(["contact_points", field.name, "kind"]) === "address" ? (
                      <div className="grow">
                        <AddressFields at={[field.name, "address"]} />
                      </div>
                    ) : (
                      <Form.Item name={[field.name, "value"]} className="grow">
                        <Input maxLength={300} autoComplete="off" aria-label={t("contact")} />
                      </Form.Item>
                    )
                  }
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined aria-hidden />}
                  aria-label={t("remove")}
                  onClick={() => remove(field.name)}
                />
              </div>
            ))}
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add({ kind: "phone", value: "" })}>
              {t("add_contact")}
            </Button>
          </>
        )}
      </Form.List>
      <p className="muted small" style={{ marginTop: 14 }}>
        {t("privacy_note")}
      </p>
    </FormDrawer>
  );
}
