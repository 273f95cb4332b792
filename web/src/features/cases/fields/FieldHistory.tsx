/** How a field came to be as it is, from the journal. */
import type { CaseField } from "@/api/types";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useFieldChanges } from "./queries";

const parts = ["name", "name_en", "help", "help_en", "kinds", "required", "choices", "position", "active"] as const;

/** Which parts differ between two versions. Pure. */
export function differing(before: Partial<CaseField> | undefined, after: Partial<CaseField>): string[] {
  if (!before) return [];
  return parts.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
}

export function FieldHistory({ id }: { id: string }) {
  const t = useWords("fields");
  const changes = useFieldChanges(id).data;
  if (!changes?.length) return null;
  const lines = changes.map((change, n) => ({
    ...change,
    differ: differing(changes[n - 1]?.field as Partial<CaseField> | undefined, change.field as Partial<CaseField>),
  }));
  return (
    <div>
      <div className="strong">{t("history")}</div>
      {lines.reverse().map((line) => (
        <div key={line.at} className="muted small">
          <When at={line.at} /> · {line.actor?.name ?? t("system")} ·{" "}
          {line.differ.length
            ? t("changed", { what: line.differ.map((part) => t(`part.${part}`)).join(t("common:list_comma")) })
            : t("added")}
        </div>
      ))}
    </div>
  );
}
