/** How many tasks wait for one's department, beside the word in the navigation. */
import { CountBadge } from "@/ui/CountBadge";
import { useWords } from "@/ui/words";
import { useTaskCounts } from "./queries";

export function TaskCount() {
  const t = useWords("tasks");
  const counts = useTaskCounts().data;
  if (!counts?.to_do) return null;
  const title = t(counts.overdue ? "count_late" : "count", { count: counts.to_do, late: counts.overdue });
  return <CountBadge count={counts.to_do} title={title} alarm={counts.overdue > 0} />;
}
