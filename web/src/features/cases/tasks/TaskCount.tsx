/** How many tasks wait for one's department, beside the word in the navigation. */
import { Badge } from "antd";
import { useWords } from "@/ui/words";
import { useTaskCounts } from "./queries";

export function TaskCount() {
  const t = useWords("tasks");
  const counts = useTaskCounts().data;
  if (!counts?.to_do) return null;
  const title = t(counts.overdue ? "count_late" : "count", { count: counts.to_do, late: counts.overdue });
  return <Badge count={counts.to_do} size="small" title={title} color={counts.overdue ? "#b02a2a" : "#2f54c8"} />;
}
