/** A time limit as a chip: colour, sign and words together, so that colour never speaks alone. */
import { Tooltip } from "antd";
import type { ClockKind, ClockLevel, ClockState } from "@/api/types";
import { chipWords } from "./clocks";
import { formatInstant, formatShortDuration } from "./format";
import { useNow, useTimeZone } from "./Time";
import { useLocale, useWords } from "./words";

const signs: Record<ClockLevel, string> = { green: "●", yellow: "◔", orange: "◑", red: "▲" };

export interface ChipClock {
  kind: ClockKind | "task";
  state: ClockState;
  due_at?: string | null;
  level: ClockLevel;
  remaining_seconds?: number;
}

export function ClockChip({ clock, withKind = true }: { clock: ChipClock; withKind?: boolean }) {
  const t = useWords("common");
  const locale = useLocale();
  const zone = useTimeZone();
  const words = chipWords(clock, useNow());
  const settled = words.key === "met" || words.key === "cancelled" || words.key === "paused";
  const level = words.key === "over" || words.key === "met_late" ? "red" : clock.level;
  const sign = settled ? (words.key === "met" ? "✓" : words.key === "paused" ? "❚❚" : "–") : signs[level];
  const length = words.seconds === undefined ? "" : formatShortDuration(words.seconds, locale);
  const due = clock.due_at ? t("clock.due", { at: formatInstant(clock.due_at, zone) }) : t("clock.no_due");
  const kind = t(`clock_kind.${clock.kind}`);
  // How urgent it was says nothing any more about a clock that has stopped.
  const title = [kind, due, ...(settled ? [] : [t(`clock_level.${level}`)])].join(" · ");
  return (
    <Tooltip title={title} mouseEnterDelay={0.4}>
      <span className={`chip chip-${settled ? "calm" : level}`}>
        <span aria-hidden className="chip-sign">
          {sign}
        </span>
        {withKind && <span className="chip-kind">{t(`clock_kind_short.${clock.kind}`)}</span>}
        <span className="num">{t(`clock.${words.key}`, { length })}</span>
      </span>
    </Tooltip>
  );
}
