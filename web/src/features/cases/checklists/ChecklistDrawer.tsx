/** Writing a checklist: its items in order, which of them hold a case, and for which kinds of work. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Form, Input, Select, Switch } from "antd";
import type { ChecklistTemplate, ChecklistTemplateInput } from "@/api/types";
import { FormDrawer } from "@/ui/FormDrawer";
import { useWords } from "@/ui/words";
import { kinds } from "../filters";
import { useTemplateVerbs } from "./queries";

type Values = ChecklistTemplateInput & { active?: boolean };

export function ChecklistDrawer({ it, onClose }: { it?: ChecklistTemplate | "new"; onClose: () => void }) {
  const t = useWords("checklists");
  const { message } = App.useApp();
  const verbs = useTemplateVerbs();
  const template = it === "new" ? undefined : it;
  const initial: Partial<Values> = template ?? { at_opening: true, kinds: [], items: [{ text: "", required: true }] };
  async function submit({ name, name_en, kinds: of, at_opening, items, active }: Values) {
    const body = { name, name_en: name_en || undefined, kinds: of, at_opening, items };
    if (template) await verbs.edit.mutateAsync({ it: template, body: { ...body, name_en: name_en || name, active } });
    else await verbs.add.mutateAsync(body);
    message.success(t("common:saved"));
  }
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <FormDrawer<Values>
      open={it !== undefined}
      title={t(template ? "edit" : "new")}
      submit={t("common:save")}
      width={640}
      initial={initial}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="split even">
        <Form.Item name="name" label={t("name")} rules={needed}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="name_en" label={t("name_en")}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item name="kinds" label={t("kinds")} extra={t("kinds_about")}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          allowClear
          placeholder={t("all_kinds")}
          options={kinds.map((kind) => ({ value: kind, label: t(`common:case_kind.${kind}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="at_opening"
        label={t("at_opening")}
        valuePropName="checked"
        required
        extra={t("at_opening_about")}
      >
        <Switch />
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove, move }) => (
          <div className="col gap-sm">
            <div className="strong">{t("items")}</div>
            {fields.map(({ key, name }, n) => (
              <div key={key} className="check-edit">
                <Form.Item name={[name, "text"]} rules={needed} noStyle>
                  <Input maxLength={200} placeholder={t("item_text")} aria-label={t("item_text")} />
                </Form.Item>
                <Form.Item name={[name, "text_en"]} noStyle>
                  <Input maxLength={200} placeholder={t("item_text_en")} aria-label={t("item_text_en")} />
                </Form.Item>
                <div className="row gap-sm">
                  <Form.Item name={[name, "required"]} valuePropName="checked" noStyle>
                    <Checkbox>{t("required")}</Checkbox>
                  </Form.Item>
                  <span className="grow" />
                  <Button
                    size="small"
                    type="text"
                    icon={<ArrowUpOutlined aria-hidden />}
                    aria-label={t("up")}
                    disabled={n === 0}
                    onClick={() => move(n, n - 1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    icon={<ArrowDownOutlined aria-hidden />}
                    aria-label={t("down")}
                    disabled={n === fields.length - 1}
                    onClick={() => move(n, n + 1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t("remove")}
                    disabled={fields.length === 1}
                    onClick={() => remove(name)}
                  />
                </div>
              </div>
            ))}
            <Button
              icon={<PlusOutlined aria-hidden />}
              disabled={fields.length >= 50}
              onClick={() => add({ text: "", required: false })}
            >
              {t("add_item")}
            </Button>
          </div>
        )}
      </Form.List>
      {template && (
        <Form.Item
          name="active"
          label={t("in_use")}
          valuePropName="checked"
          required
          extra={t("retire_about")}
          style={{ marginTop: 16 }}
        >
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}
