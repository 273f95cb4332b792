/** How often it failed in a row, and why the last time. */
import { Tag, Tooltip } from "antd";
import { useWords } from "@/ui/words";

export function Failures({ count, error }: { count: number; error?: string | null }) {
  const t = useWords("operations");
  if (!count) return <span className="muted">{t("no_failures")}</span>;
  return (
    <Tooltip title={error}>
      <div className="row gap-sm">
        <Tag color="red" variant="filled" className="tag">
          ✗ {t("failures_in_a_row", { count })}
        </Tag>
        <span className="cut small muted">{error}</span>
      </div>
    </Tooltip>
  );
}
