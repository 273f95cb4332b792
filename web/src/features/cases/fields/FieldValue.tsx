/** A value as people read it. */
import type { CaseField } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";
import { isEmpty, majorOf } from "./values";

export function FieldValue({ field, value }: { field: CaseField; value: unknown }) {
  const t = useWords("fields");
  const locale = useLocale();
  if (isEmpty(value)) return <span className="muted">—</span>;
  const nameOf = (code: unknown) => {
    const choice = field.choices.find((one) => one.code === code);
    return choice ? (locale === "en-US" ? choice.name_en : choice.name) : String(code);
  };
  switch (field.type) {
    case "amount": {
      const format = new Intl.NumberFormat(locale, { style: "currency", currency: field.currency ?? "CNY" });
      return <span className="num">{format.format(majorOf(Number(value), field.currency))}</span>;
    }
    case "number":
      return (
        <span className="num">{new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(Number(value))}</span>
      );
    case "yes_no":
      return t(value ? "common:yes" : "common:no");
    case "choice":
      return nameOf(value);
    case "choices":
      return (value as unknown[]).map(nameOf).join(t("common:list_comma"));
    default:
      return <span className="pre">{String(value)}</span>;
  }
}
