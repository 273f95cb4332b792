/** One field as a form shows it, by its type. */
import { DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import type { CaseField } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";
import { decimalsOf, majorOf, minorOf } from "./values";

interface FieldInputProps {
  field: CaseField;
  id?: string;
  value?: unknown;
  onChange?: (value: unknown) => void;
}

export function FieldInput({ field, id, value, onChange }: FieldInputProps) {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  const chosen = [value].flat();
  const choices = field.choices
    .filter((one) => !one.retired || chosen.includes(one.code))
    .map((one) => ({ value: one.code, label: english ? one.name_en : one.name }));
  const number = typeof value === "number" ? value : undefined;
  switch (field.type) {
    case "text":
      return (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={2000}
          value={(value as string | undefined) ?? ""}
          onChange={(e) => onChange?.(e.target.value)}
        />
      );
    case "number":
      return (
        <InputNumber id={id} className="full" precision={6} value={number} onChange={onChange} formatter={plain} />
      );
    case "amount":
      return (
        <InputNumber
          id={id}
          className="full"
          precision={decimalsOf(field.currency)}
          suffix={field.currency}
          value={number === undefined ? undefined : majorOf(number, field.currency)}
          onChange={(major) => onChange?.(major === null ? null : minorOf(Number(major), field.currency))}
        />
      );
    case "date":
      return (
        <DatePicker
          id={id}
          className="full"
          value={typeof value === "string" && value ? dayjs(value) : null}
          onChange={(day) => onChange?.(day ? day.format("YYYY-MM-DD") : null)}
        />
      );
    case "yes_no":
      return (
        <Select
          id={id}
          className="full"
          allowClear
          placeholder={t("common:choose")}
          value={value as boolean | undefined}
          onChange={(next) => onChange?.(next ?? null)}
          options={[
            { value: true, label: t("common:yes") },
            { value: false, label: t("common:no") },
          ]}
        />
      );
    default:
      return (
        <Select
          id={id}
          className="full"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          mode={field.type === "choices" ? "multiple" : undefined}
          maxCount={field.type === "choices" ? 20 : undefined}
          placeholder={t("common:choose")}
          value={value as string | string[] | undefined}
          onChange={(next) => onChange?.(next ?? null)}
          options={choices}
        />
      );
  }
}

/** Six decimals can be written; those that are not there are not shown. */
const plain = (value: number | string | undefined) =>
  value === undefined || value === "" ? "" : String(Number(value));
