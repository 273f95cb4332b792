/** One level in the settings. */
import { Form, Input, InputNumber, Select } from "antd";
import { useWords } from "@/ui/words";
import { channels, checks } from "./queries";

export function LevelFields({ at }: { at: number }) {
  const t = useWords("verification");
  const required = [{ required: true, message: t("common:required") }];
  const options = checks.map((check) => ({ value: check, label: t(`check.${check}`) }));
  return (
    <div className="col">
      <div className="row gap-lg top">
        <Form.Item name={[at, "name"]} label={t("name")} rules={required}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={[at, "name_en"]} label={t("name_en")} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name={[at, "code"]}
          label={t("code")}
          rules={[{ required: true, pattern: /^[a-z_]{1,40}$/, message: t("code_form") }]}
        >
          <Input maxLength={40} className="mono" />
        </Form.Item>
        <Form.Item name={[at, "matches_min"]} label={t("matches_min")} rules={required}>
          <InputNumber min={1} max={9} />
        </Form.Item>
        <Form.Item name={[at, "valid_minutes"]} label={t("valid_minutes")} rules={required}>
          <InputNumber min={1} max={1440} />
        </Form.Item>
      </div>
      <Form.Item name={[at, "channels"]} label={t("channels")} rules={required}>
        <Select mode="multiple" options={channels.map((one) => ({ value: one, label: t(`common:channel.${one}`) }))} />
      </Form.Item>
      <Form.Item name={[at, "checks"]} label={t("checks")} rules={required}>
        <Select mode="multiple" options={options} />
      </Form.Item>
      <Form.Item name={[at, "musts"]} label={t("musts")}>
        <Select mode="multiple" options={options} />
      </Form.Item>
    </div>
  );
}
