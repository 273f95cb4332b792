/** Narrowing the list by the institution's own fields: words, a choice, or from … to. */
import { DatePicker, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import type { CaseField, CaseKind } from "@/api/types";
import { Field } from "@/ui/Fields";
import { TextFilter } from "@/ui/TextFilter";
import { useLocale, useWords } from "@/ui/words";
import { useFieldsOf } from "./queries";
import { decimalsOf, majorOf, minorOf, readFilter, writeFilter } from "./values";

interface FieldFiltersProps {
  kind: CaseKind | undefined;
  value: string | undefined;
  onChange: (next: string | undefined) => void;
}

export function FieldFilters({ kind, value, onChange }: FieldFiltersProps) {
  const english = useLocale() === "en-US";
  const filter = readFilter(value);
  return useFieldsOf(kind).map((field) => (
    <Field key={field.id} label={english ? field.name_en : field.name} id={`f-own-${field.key}`}>
      <One
        field={field}
        value={filter[field.key]}
        onChange={(next) => onChange(writeFilter({ ...filter, [field.key]: next }))}
      />
    </Field>
  ));
}

interface OneProps {
  field: CaseField;
  value: string | undefined;
  onChange: (next: string | undefined) => void;
}

function One({ field, value, onChange }: OneProps) {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  const id = `f-own-${field.key}`;
  if (field.type === "text") {
    return <TextFilter id={id} value={value} placeholder={t("filter_whole")} onChange={onChange} />;
  }
  if (field.type === "date") return <DateRange id={id} value={value} onChange={onChange} />;
  if (field.type === "number" || field.type === "amount") {
    return <NumberRange id={id} field={field} value={value} onChange={onChange} />;
  }
  const options =
    field.type === "yes_no"
      ? [
          { value: "true", label: t("common:yes") },
          { value: "false", label: t("common:no") },
        ]
      : field.choices.map((one) => ({ value: one.code, label: english ? one.name_en : one.name }));
  return (
    <Select
      id={id}
      className="full"
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("common:all")}
      value={value}
      onChange={onChange}
      options={options}
    />
  );
}

const joined = (from: string, to: string) => (from || to ? `${from}..${to}` : undefined);

function DateRange({ id, value, onChange }: Omit<OneProps, "field"> & { id: string }) {
  const [from = "", to = ""] = (value ?? "").split("..");
  return (
    <DatePicker.RangePicker
      id={id}
      className="full"
      allowEmpty={[true, true]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      onChange={(range) =>
        onChange(joined(range?.[0]?.format("YYYY-MM-DD") ?? "", range?.[1]?.format("YYYY-MM-DD") ?? ""))
      }
    />
  );
}

function NumberRange({ id, field, value, onChange }: OneProps & { id: string }) {
  const t = useWords("fields");
  const [from = "", to = ""] = (value ?? "").split("..");
  const amount = field.type === "amount";
  const shown = (text: string) => {
    if (!text) return null;
    return amount ? majorOf(Number(text), field.currency) : Number(text);
  };
  const written = (number: number | null) => {
    if (number === null) return "";
    return String(amount ? minorOf(number, field.currency) : number);
  };
  const precision = amount ? decimalsOf(field.currency) : undefined;
  return (
    <div className="row gap-sm">
      <InputNumber
        id={id}
        className="full"
        precision={precision}
        placeholder={t("from")}
        value={shown(from)}
        changeOnBlur
        onChange={(next) => onChange(joined(written(next), to))}
      />
      <InputNumber
        className="full"
        precision={precision}
        aria-label={t("to")}
        placeholder={t("to")}
        value={shown(to)}
        changeOnBlur
        onChange={(next) => onChange(joined(from, written(next)))}
      />
    </div>
  );
}
