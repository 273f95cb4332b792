/** One plan: what is opened, and when. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Select } from "antd";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { CaseInput, CaseKind, Channel, Priority, RecurringCase } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { CustomerPicker, ProductPicker } from "@/ui/Pickers";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { PlanInput } from "./PlanInput";

interface Values {
  name: string;
  plan: string;
  template: CaseInput;
}

const kinds: CaseKind[] = ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"];
const channels: Channel[] = ["phone", "counter", "email", "web_form", "app", "letter"];
const priorities: Priority[] = ["urgent", "high", "normal", "low"];

export function RecurringDrawer({ it, onClose }: { it?: RecurringCase | "new"; onClose: () => void }) {
  const t = useWords("workbench");
  const { message } = App.useApp();
  const client = useQueryClient();
  const plan = it === "new" ? undefined : it;
  const initial: Partial<Values> = plan
    ? { name: plan.name, plan: plan.plan, template: plan.template }
    : { plan: "0 9 * * 1", template: { kind: "transaction", channel: "phone", subject: "" } };
  async function submit(body: Values) {
    const params = { path: { id: plan?.id ?? "" } };
    if (plan) await got(api.PATCH("/api/v1/recurring-cases/{id}", { params, body, ...ifMatch(plan.version) }));
    else await got(api.POST("/api/v1/recurring-cases", { body, ...onlyOnce() }));
    client.invalidateQueries({ queryKey: ["workbench", "recurring"] });
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  const choice = (name: string, label: string, values: readonly string[], words: string) => (
    <Form.Item name={["template", name]} label={label}>
      <Select options={values.map((value) => ({ value, label: t(`common:${words}.${value}`) }))} />
    </Form.Item>
  );
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      width={520}
      title={t(plan ? "edit.recurring" : "new.recurring")}
      submit={t("common:save")}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("name")} rules={needed}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="plan" label={t("plan.when")} rules={needed}>
        <PlanInput key={plan?.id ?? "new"} />
      </Form.Item>
      <Form.Item name={["template", "subject"]} label={t("plan.subject")} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="two">
        {choice("kind", t("plan.kind"), kinds, "case_kind")}
        {choice("channel", t("plan.channel"), channels, "channel")}
        {choice("priority", t("action.priority"), priorities, "priority")}
      </div>
      <Form.Item name={["template", "description"]} label={t("plan.description")}>
        <Input.TextArea rows={4} maxLength={20000} />
      </Form.Item>
      <Form.Item name={["template", "unit_id"]} label={t("plan.unit")}>
        <UnitPicker />
      </Form.Item>
      <Form.Item name={["template", "customer_id"]} label={t("plan.customer")}>
        <CustomerPicker />
      </Form.Item>
      <Form.Item name={["template", "product_id"]} label={t("plan.product")}>
        <ProductPicker />
      </Form.Item>
    </FormDrawer>
  );
}
