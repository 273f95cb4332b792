/** How a backup stands, and whether it could be restored: in words, with the reason where it could not. */
import { Tag, Tooltip } from "antd";
import { Ago } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { Backup } from "./types";

const colours = { running: "blue", done: "green", failed: "red", passed: "green" } as const;
const marks = { running: "…", done: "✓", failed: "✗", passed: "✓" } as const;
type Shown = keyof typeof colours;

function Mark({ state, label, why }: { state: Shown; label: string; why?: string | null }) {
  return (
    <Tooltip title={why}>
      <span className="row gap-sm">
        <Tag color={colours[state]} variant="filled" className="tag">
          {marks[state]} {label}
        </Tag>
        {why && <span className="cut small muted">{why}</span>}
      </span>
    </Tooltip>
  );
}

export function BackupState({ of }: { of: Backup }) {
  const t = useWords("operations");
  if (of.removed_at)
    return (
      <Tag variant="filled" className="tag">
        {t("backup_state.removed")}
      </Tag>
    );
  return <Mark state={of.state as Shown} label={t(`backup_state.${of.state}`)} why={of.failure} />;
}

export function BackupTest({ of }: { of: Backup }) {
  const t = useWords("operations");
  if (!of.test_state) return <span className="muted small">{of.state === "done" ? t("backup_tested.none") : "—"}</span>;
  return (
    <span className="row gap-sm">
      <Mark state={of.test_state as Shown} label={t(`backup_tested.${of.test_state}`)} why={of.test_failure} />
      {of.test_state === "passed" && <Ago at={of.tested_at} />}
    </span>
  );
}
