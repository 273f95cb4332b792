/** Opening a case: what it is about, from whom, on which channel. The customer is found or made on the way. */
import { useNavigate } from "@tanstack/react-router";
import { App, Form, Input, Segmented, Select } from "antd";
import { useState } from "react";
import { api, got, onlyOnce } from "@/api/client";
import { useHolds } from "@/api/session";
import type { CaseInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { CustomerPicker, ProductPicker } from "@/ui/Pickers";
import { TagsPicker } from "@/ui/TagsPicker";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { FieldItems } from "./fields/FieldItems";
import { type Values as FieldValues, filled } from "./fields/values";
import { channels, kinds, priorities } from "./filters";
import { useOpenCase } from "./queries";

type Values = Omit<CaseInput, "fields"> & { fields?: FieldValues; customer_name?: string; customer_phone?: string };
type Who = "known" | "new" | "none";

export function NewCaseDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("cases");
  const navigate = useNavigate();
  const { message } = App.useApp();
  const mayCreateCustomer = useHolds("customers.edit");
  const opening = useOpenCase();
  const [who, setWho] = useState<Who>("known");

  async function submit({ customer_name, customer_phone, fields, ...input }: Values) {
    let customer_id = who === "known" ? input.customer_id : undefined;
    if (who === "new" && customer_name) {
      const contact_points = customer_phone ? [{ kind: "phone" as const, value: customer_phone }] : undefined;
      const body = { name: customer_name, contact_points };
      customer_id = (await got(api.POST("/api/v1/customers", { body, ...onlyOnce() }))).id;
    }
    const it = await opening.mutateAsync({
      ...input,
      customer_id,
      fields: filled(fields),
      description: input.description || undefined,
    });
    message.success(t("opened", { number: it.number }));
    // The drawer closes after this; the new case is the page we want to be on.
    setTimeout(() => navigate({ to: "/cases/$id", params: { id: it.id } }));
  }

  const choices = (values: readonly string[], words: string) =>
    values.map((v) => ({ value: v, label: t(`common:${words}.${v}`) }));

  return (
    <FormDrawer<Values>
      open={open}
      title={t("new_case")}
      submit={t("open_case")}
      width={560}
      initial={{ kind: "consultation", channel: "phone", priority: "normal" }}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t("column.kind")} rules={[{ required: true }]}>
        <Segmented block className="kinds" options={choices(kinds, "case_kind")} />
      </Form.Item>
      <Form.Item
        name="subject"
        label={t("column.subject")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input autoFocus maxLength={200} placeholder={t("subject_about")} />
      </Form.Item>
      <Form.Item name="description" label={t("description")}>
        <Input.TextArea rows={5} maxLength={20000} placeholder={t("description_about")} />
      </Form.Item>
      <div className="split even">
        <Form.Item name="channel" label={t("column.channel")} rules={[{ required: true }]}>
          <Select options={choices(channels, "channel")} />
        </Form.Item>
        <Form.Item name="priority" label={t("column.priority")}>
          <Select options={choices(priorities, "priority")} />
        </Form.Item>
      </div>
      <Form.Item label={t("column.customer")}>
        <Segmented<Who>
          value={who}
          onChange={setWho}
          options={(mayCreateCustomer ? (["known", "new", "none"] as const) : (["known", "none"] as const)).map(
            (w) => ({
              value: w,
              label: t(`who.${w}`),
            }),
          )}
        />
      </Form.Item>
      {who === "known" && (
        <Form.Item name="customer_id">
          <CustomerPicker placeholder={t("find_customer")} />
        </Form.Item>
      )}
      {who === "new" && (
        <div className="split even">
          <Form.Item
            name="customer_name"
            label={t("customer_name")}
            rules={[{ required: true, whitespace: true, message: t("common:required") }]}
          >
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="customer_phone" label={t("common:contact_kind.phone")}>
            <Input maxLength={40} inputMode="tel" />
          </Form.Item>
        </div>
      )}
      <Form.Item name="tags" label={t("tags")}>
        <TagsPicker placeholder={t("tags_about")} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a, b) => a.kind !== b.kind}>
        {({ getFieldValue }) => <FieldItems kind={getFieldValue("kind")} when="opening" />}
      </Form.Item>
      <div className="split even">
        <Form.Item name="product_id" label={t("column.product")}>
          <ProductPicker />
        </Form.Item>
        <Form.Item name="unit_id" label={t("unit_or_mine")}>
          <UnitPicker />
        </Form.Item>
      </div>
    </FormDrawer>
  );
}
