import { Form, Input, Select } from "antd";
import { useLocale, useWords } from "@/ui/words";

export const contactKinds = ["phone", "email", "address", "wechat"] as const;

/** Where customers of a Chinese institution have numbers; others are written with `+` and their code. */
const countries = [
  "CN",
  "HK",
  "MO",
  "TW",
  "SG",
  "JP",
  "KR",
  "US",
  "CA",
  "GB",
  "AU",
  "DE",
  "FR",
  "RU",
  "TH",
  "MY",
  "VN",
];

export function CountryField({ name }: { name: string }) {
  const t = useWords("customers");
  const names = new Intl.DisplayNames([useLocale()], { type: "region" });
  return (
    <Form.Item name={name} label={t("country")}>
      <Select
        allowClear
        placeholder={names.of("CN")}
        showSearch={{ optionFilterProp: "label" }}
        options={countries.map((code) => ({ value: code, label: names.of(code) ?? code }))}
      />
    </Form.Item>
  );
}

export function AddressFields({ at }: { at: (string | number)[] }) {
  const t = useWords("customers");
  const needed = [{ required: true, whitespace: true, message: t("common:required") }];
  return (
    <>
      <div className="row top gap-sm">
        <Form.Item name={[...at, "province"]} label={t("province")} rules={needed} className="grow">
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name={[...at, "city"]} label={t("city")} className="grow">
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item name={[...at, "district"]} label={t("district")} className="grow">
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name={[...at, "detail"]} label={t("detail")} rules={needed}>
        <Input maxLength={150} autoComplete="off" />
      </Form.Item>
    </>
  );
}
