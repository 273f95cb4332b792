/** On a row of the list: the department the case waits for, answers to look at, and how far the checklist is. */
import { Tag } from "antd";
import type { CaseRow } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";

export function RowSigns({ row }: { row: CaseRow }) {
  const t = useWords("cases");
  const english = useLocale() === "en-US";
  const waits = row.tasks?.waits_for;
  // Below the subject: beside it they would leave no room to read it.
  if (!row.tasks && !row.checklist) return null;
  return (
    <div className="row gap-sm">
      {waits && (
        <Tag className="tag" color="purple" variant="filled">
          {t("waits_for", { unit: english ? waits.name_en : waits.name })}
        </Tag>
      )}
      {row.tasks && !waits && (
        <Tag className="tag" color="gold" variant="filled">
          {t("tasks_to_look_at", { count: row.tasks.open })}
        </Tag>
      )}
      {row.checklist && (
        <span className="muted small num" title={t("checklist_progress")}>
          ☑ {row.checklist.done}/{row.checklist.total}
        </span>
      )}
    </div>
  );
}
