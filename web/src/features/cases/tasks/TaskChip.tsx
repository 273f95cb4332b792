/** Where a task stands and how much time it has left. */
import { Tag } from "antd";
import type { TaskRow } from "@/api/types";
import { type ChipClock, ClockChip } from "@/ui/ClockChip";
import { useWords } from "@/ui/words";

const colours: Record<TaskRow["status"], string> = {
  asked: "blue",
  accepted: "geekblue",
  answered: "gold",
  returned: "volcano",
  done: "green",
  withdrawn: "default",
};

export function TaskStatusTag({ status }: { status: TaskRow["status"] }) {
  const t = useWords("tasks");
  return (
    <Tag color={colours[status]} variant="filled" className="tag">
      {t(`status.${status}`)}
    </Tag>
  );
}

/** What was answered shows whether it came in time; what was given back or withdrawn shows no time at all. */
function clockOf(task: TaskRow): ChipClock | undefined {
  const base = {
    kind: "task" as const,
    due_at: task.due_at,
    remaining_seconds: task.remaining_seconds,
    level: task.level,
  };
  if (task.status === "asked" || task.status === "accepted") {
    return { ...base, state: task.remaining_seconds < 0 ? "breached" : "running" };
  }
  return task.answered_at ? { ...base, state: "met" } : undefined;
}

export function TaskChip({ task }: { task: TaskRow }) {
  const clock = clockOf(task);
  return clock ? <ClockChip clock={clock} withKind={false} /> : <span className="muted">—</span>;
}
