import { App, Form, Input, Select } from "antd";
import type { Customer } from "@/api/types";
import { DayInput } from "@/ui/DayInput";
import { FormDrawer } from "@/ui/FormDrawer";
import { ProductPicker } from "@/ui/Pickers";
import { useToday } from "@/ui/Time";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { type HoldingInput, holdingKinds, useHoldingVerbs } from "./holdingQueries";

export function HoldingDrawer({ it, open, onClose }: { it: Customer; open: boolean; onClose: () => void }) {
  const t = useWords("customers");
  const { message } = App.useApp();
  const { add } = useHoldingVerbs(it.id);
  const today = useToday();
  const needed = [{ required: true, message: t("common:required") }];
  return (
    <FormDrawer<HoldingInput>
      open={open}
      title={t("add_holding")}
      submit={t("common:save")}
      initial={{ kind: "account" }}
      onSubmit={async (values) => {
        await add.mutateAsync(values);
        message.success(t("common:saved"));
      }}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t("kind")}>
        <Select options={holdingKinds.map((kind) => ({ value: kind, label: t(`holding_kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="product_id" label={t("product")} rules={needed}>
        <ProductPicker />
      </Form.Item>
      <Form.Item name="number" label={t("holding_number")} rules={needed}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="opened_on" label={t("opened_on")}>
        <DayInput to={today} />
      </Form.Item>
      <Form.Item name="unit_id" label={t("unit")}>
        <UnitPicker />
      </Form.Item>
    </FormDrawer>
  );
}
