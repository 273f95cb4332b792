import { Tooltip } from "antd";
import { useWords } from "@/ui/words";
import { lookOf } from "./days";
import type { CalendarDay, DayKind } from "./types";

/** One day: colour and a word together, so that colour never speaks alone. */
export function DayCell({ day, today }: { day: CalendarDay; today: boolean }) {
  const t = useWords("calendars");
  const mark = useMark(day);
  const hours = day.periods.map(([from, to]) => `${from}–${to}`).join(t("common:list_comma"));
  const told = [day.on, t(`kind.${day.kind}`), day.name, hours || t("closed")].filter(Boolean).join(" · ");
  return (
    <Tooltip title={today ? `${told} · ${t("today")}` : told} mouseEnterDelay={0.2}>
      <div className={`day day-${lookOf(day)} ${today ? "day-today" : ""}`}>
        <span aria-hidden>{Number(day.on.slice(8))}</span>
        <small aria-hidden>{mark}</small>
        <span style={hidden}>{told}</span>
      </div>
    </Tooltip>
  );
}

/** Seen by screen readers only. */
const hidden = { position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" } as const;

function useMark(day: Pick<CalendarDay, "kind" | "periods">): string {
  const t = useWords("calendars");
  if (day.kind === "holiday") return t("mark.off");
  if (day.kind === "makeup_workday") return t("mark.on");
  if (day.kind === "special_day") return t(day.periods.length ? "mark.special" : "mark.off");
  return "";
}

const shownKinds: DayKind[] = ["working", "weekend", "holiday", "makeup_workday", "special_day"];

export function Legend() {
  return (
    <div className="row gap wrap">
      {shownKinds.map((kind) => (
        <LegendEntry key={kind} kind={kind} />
      ))}
    </div>
  );
}

function LegendEntry({ kind }: { kind: DayKind }) {
  const t = useWords("calendars");
  const day = { kind, periods: [["09:00", "17:00"]] as [string, string][] };
  return (
    <span className="legend">
      <span className={`day day-${lookOf(day)}`} aria-hidden>
        8<small>{useMark(day)}</small>
      </span>
      {t(`kind.${kind}`)}
    </span>
  );
}
