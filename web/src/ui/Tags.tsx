/** The small labels of cases, the same on every screen. Each says its meaning in words. */
import { Tag, Tooltip } from "antd";
import type { CaseKind, CaseStatus, Priority } from "@/api/types";
import { useWords } from "./words";

const statusColours: Record<CaseStatus, string> = {
  new: "blue",
  assigned: "geekblue",
  waiting_customer: "gold",
  resolved: "green",
  closed: "default",
};

export function StatusTag({ status }: { status: CaseStatus }) {
  const t = useWords("common");
  return (
    <Tag color={statusColours[status]} variant="filled" className="tag">
      {t(`case_status.${status}`)}
    </Tag>
  );
}

export function KindTag({ kind }: { kind: CaseKind }) {
  const t = useWords("common");
  return <span className={kind === "complaint" ? "kind kind-complaint" : "kind"}>{t(`case_kind.${kind}`)}</span>;
}

const marks: Record<Priority, string> = { low: "↓", normal: "", high: "↑", urgent: "⇈" };

export function PriorityMark({ priority, quiet }: { priority: Priority; quiet?: boolean }) {
  const t = useWords("common");
  const label = t(`priority.${priority}`);
  if (quiet && priority === "normal") return <span className="muted">{label}</span>;
  return (
    <span className={`priority priority-${priority}`}>
      {marks[priority] && <span aria-hidden>{marks[priority]}</span>}
      {label}
    </span>
  );
}

export function EscalationMark({ level }: { level: number }) {
  const t = useWords("common");
  if (!level) return null;
  return (
    <Tooltip title={t("escalated_to_level", { level })}>
      <Tag color="volcano" variant="filled" className="tag">
        {t("escalated_short", { level })}
      </Tag>
    </Tooltip>
  );
}
