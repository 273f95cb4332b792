import { App, Form, Input, Select } from "antd";
import type { OrgUnit, UnitInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { unitKinds, useUnitVerbs } from "./queries";

export function UnitDrawer({
  it,
  parentId,
  onClose,
}: {
  it?: OrgUnit | "new";
  parentId?: string;
  onClose: () => void;
}) {
  const t = useWords("organisation");
  const { message } = App.useApp();
  const verbs = useUnitVerbs();
  const unit = it === "new" ? undefined : it;
  const initial: Partial<UnitInput> = unit
    ? {
        name: unit.name,
        name_en: unit.name_en,
        code: unit.code,
        kind: unit.kind,
        parent_id: unit.parent_id ?? undefined,
      }
    : { kind: "department", parent_id: parentId };
  async function submit(values: UnitInput) {
    if (!unit) await verbs.add.mutateAsync({ ...values, name_en: values.name_en || undefined });
    else {
      const changed = Object.entries(values).filter(([key, value]) => value !== initial[key as keyof UnitInput]);
      if (changed.length) await verbs.edit.mutateAsync({ unit, body: Object.fromEntries(changed) });
    }
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<UnitInput>
      open={it !== undefined}
      title={t(unit ? "edit_unit" : "new_unit")}
      submit={t("common:save")}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      {(!unit || unit.parent_id) && (
        <Form.Item name="parent_id" label={t("parent")} rules={[{ required: true, message: t("common:required") }]}>
          <UnitPicker />
        </Form.Item>
      )}
      <Form.Item name="name" label={t("unit_name")} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="name_en" label={t("unit_name_en")}>
        <Input maxLength={100} />
      </Form.Item>
      <div className="split even">
        <Form.Item name="code" label={t("code")} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="kind" label={t("unit_kind_label")} rules={[{ required: true }]}>
          <Select options={unitKinds.map((k) => ({ value: k, label: t(`unit_kind.${k}`) }))} />
        </Form.Item>
      </div>
    </FormDrawer>
  );
}
