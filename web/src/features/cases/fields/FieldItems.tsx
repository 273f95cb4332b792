/** The fields of a kind of work as items of a form, below `fields`. */
import { Form } from "antd";
import type { CaseField, CaseKind } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";
import { FieldInput } from "./FieldInput";
import { useFieldsOf } from "./queries";
import { isEmpty } from "./values";

interface FieldItemsProps {
  kind: CaseKind | undefined;
  /** When the form is sent: what must be filled by then is marked. */
  when: "opening" | "resolving" | "any";
}

export function mustBeFilled(field: CaseField, when: FieldItemsProps["when"]): boolean {
  return field.required === "opening" ? when !== "any" : field.required === "resolving" && when === "resolving";
}

export function FieldItems({ kind, when }: FieldItemsProps) {
  const t = useWords("fields");
  const english = useLocale() === "en-US";
  return useFieldsOf(kind).map((field) => {
    const needed = mustBeFilled(field, when);
    const validator = (_: unknown, value: unknown) =>
      needed && isEmpty(value) ? Promise.reject(new Error(t("common:required"))) : Promise.resolve();
    return (
      <Form.Item
        key={field.id}
        name={["fields", field.key]}
        label={english ? field.name_en : field.name}
        extra={(english ? field.help_en : field.help) || undefined}
        required={needed}
        rules={[{ validator }]}
      >
        <FieldInput field={field} />
      </Form.Item>
    );
  });
}
