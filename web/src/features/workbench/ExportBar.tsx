/** How far an export has come. Many rows are not counted beforehand: then it only shows that it goes on. */
import { Progress } from "antd";
import type { RegisterExport } from "@/api/types";

type Counted = Pick<RegisterExport, "rows" | "rows_about" | "count_max">;

export const isCounted = (one: Counted) => one.rows_about < one.count_max;

export function ExportBar({ one, small }: { one: Counted; small?: boolean }) {
  const size = small ? "small" : undefined;
  if (!isCounted(one)) return <Progress size={size} percent={100} status="active" showInfo={false} />;
  return <Progress size={size} percent={Math.floor((one.rows / Math.max(one.rows_about, 1)) * 100)} />;
}
