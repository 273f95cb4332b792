import { App, Form, Input, Radio, Select } from "antd";
import type { Scope, Staff, StaffInput, StaffPatch } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import type { BeginsWith } from "./Beginning";
import { roleCodes, scopes, useStaffVerbs } from "./queries";

type Values = StaffInput & { scope?: Scope };

interface StaffDrawerProps {
  it?: Staff | "new";
  unitId?: string;
  onBegins: (shown: BeginsWith) => void;
  onClose: () => void;
}

export function StaffDrawer({ it, unitId, onBegins, onClose }: StaffDrawerProps) {
  const t = useWords("organisation");
  const { message } = App.useApp();
  const verbs = useStaffVerbs();
  const staff = it === "new" ? undefined : it;
  const initial: Partial<Values> = staff
    ? {
        login: staff.login,
        name: staff.name,
        unit_id: staff.unit.id,
        roles: staff.roles,
        scope: staff.scope,
        email: staff.email ?? undefined,
      }
    : { unit_id: unitId, roles: ["service_agent"], invite: true };

  async function submit(values: Values) {
    if (!staff) {
      const { scope: _scope, ...body } = values;
      const added = await verbs.add.mutateAsync({ ...body, email: body.email || undefined });
      onBegins({ login: added.login, password: added.initial_password, link: added.link });
      return;
    }
    const changed = Object.entries(values).filter(
      ([key, value]) => key !== "login" && JSON.stringify(value) !== JSON.stringify(initial[key as keyof Values]),
    );
    if (changed.length) await verbs.edit.mutateAsync({ it: staff, body: Object.fromEntries(changed) as StaffPatch });
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(staff ? "edit_staff" : "new_staff")}
      submit={t("common:save")}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="split even">
        <Form.Item name="name" label={t("name")} rules={needed}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="login" label={t("login")} rules={needed}>
          <Input maxLength={64} disabled={staff !== undefined} autoComplete="off" autoCapitalize="none" />
        </Form.Item>
      </div>
      <Form.Item name="unit_id" label={t("unit")} rules={[{ required: true, message: t("common:required") }]}>
        <UnitPicker />
      </Form.Item>
      <Form.Item name="roles" label={t("roles")} rules={[{ required: true, message: t("common:required") }]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          options={roleCodes.map((r) => ({ value: r, label: t(`common:role.${r}`) }))}
        />
      </Form.Item>
      {staff && (
        <Form.Item name="scope" label={t("scope_label")} extra={t("scope_about")}>
          <Select options={scopes.map((s) => ({ value: s, label: t(`common:scope.${s}`) }))} />
        </Form.Item>
      )}
      <Form.Item name="email" label={t("email")} rules={[{ type: "email", message: t("email_wrong") }]}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      {!staff && (
        <Form.Item name="invite" label={t("begins_with")}>
          <Radio.Group className="col gap-sm">
            <Radio value={true}>
              {t("begins_with_link")}
              <div className="muted small">{t("begins_with_link_about")}</div>
            </Radio>
            <Radio value={false}>
              {t("initial_password")}
              <div className="muted small">{t("initial_password_about")}</div>
            </Radio>
          </Radio.Group>
        </Form.Item>
      )}
    </FormDrawer>
  );
}
