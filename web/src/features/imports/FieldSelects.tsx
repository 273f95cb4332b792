/** One choice of a column for each field; required ones say so and come first. */
import { Select } from "antd";
import { Field } from "@/ui/Fields";
import { useWords } from "@/ui/words";
import { choose, type FieldMapping, fieldIn, namesOf } from "./mapping";
import type { Import } from "./types";

interface FieldSelectsProps {
  it: Import;
  mapping: FieldMapping;
  onChange: (mapping: FieldMapping) => void;
}

export function FieldSelects({ it, mapping, onChange }: FieldSelectsProps) {
  const t = useWords("imports");
  const wordOf = (code: string) => t(`field.${code}`, { defaultValue: code });
  const fields = [...it.fields].sort((a, b) => Number(b.required) - Number(a.required));
  const optionsOf = (code: string) =>
    namesOf(it.columns).map((name) => {
      const holds = fieldIn(mapping, name);
      const shown = name || t("unnamed");
      const label = holds && holds !== code ? t("held_already", { column: shown, field: wordOf(holds) }) : shown;
      return { value: name, label };
    });
  return (
    <div className="filters">
      {fields.map(({ code, required }) => (
        <Field key={code} id={`field-${code}`} label={required ? t("required", { field: wordOf(code) }) : wordOf(code)}>
          <Select
            id={`field-${code}`}
            className="full"
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            popupMatchSelectWidth={false}
            status={required && mapping[code] === undefined ? "error" : undefined}
            aria-required={required}
            placeholder={t(required ? "choose_column" : "left_out")}
            value={mapping[code]}
            options={optionsOf(code)}
            onChange={(column: string | undefined) => onChange(choose(mapping, code, column))}
          />
        </Field>
      ))}
    </div>
  );
}
