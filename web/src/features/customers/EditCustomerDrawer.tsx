import { App, Form, Input, Segmented, Select } from "antd";
import type { Customer, CustomerInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { useEditCustomer, waits } from "./queries";
import { WishFields } from "./WishFields";
import type { ContactWish } from "./wish";

interface Values extends Pick<CustomerInput, "name" | "kind" | "class" | "note" | "registered_name"> {
  wish: ContactWish & { hours?: [string, string] | null };
}

const sorted = (wish: ContactWish) =>
  [wish.channel, wish.days, wish.from, wish.until, wish.language].map((part) => part ?? null);

export function EditCustomerDrawer({ it, open, onClose }: { it: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { edit } = useEditCustomer(it);
  const { from, until, ...liked } = it.contact_wish;
  const initial: Values = {
    name: it.name,
    kind: it.kind,
    class: it.class,
    note: it.note ?? undefined,
    registered_name: it.registered_name ?? undefined,
    wish: { ...liked, hours: from && until ? [from, until] : null },
  };
  async function submit({ wish: { hours, ...wish }, ...values }: Values) {
    const plain = Object.entries(values).filter(([key, value]) => value !== initial[key as keyof Values]);
    const contact_wish = { ...wish, from: hours?.[0] ?? null, until: hours?.[1] ?? null };
    const wished = JSON.stringify(sorted(contact_wish)) !== JSON.stringify(sorted(it.contact_wish));
    if (!plain.length && !wished) return;
    const answer = await edit.mutateAsync({ ...Object.fromEntries(plain), ...(wished && { contact_wish }) });
    message.success(t(waits(answer) ? "waits_for_second" : "common:saved"));
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
      <Form.Item noStyle dependencies={["kind"]}>
        {({ getFieldValue }) =>
          getFieldValue("kind") === "organisation" && (
            <Form.Item name="registered_name" label={t("registered_name")}>
              <Input maxLength={200} autoComplete="off" />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="class" label={t("class")}>
        <Select
          options={(["ordinary", "valued", "private"] as const).map((c) => ({
            value: c,
            label: t(`common:customer_class.${c}`),
          }))}
        />
      </Form.Item>
      <WishFields />
      <Form.Item name="note" label={t("note")}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  );
}
