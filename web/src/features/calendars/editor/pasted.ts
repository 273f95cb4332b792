/** Lines of holidays as people paste them, `2027-01-01 元旦`, told line by line. Pure. */
import { type DayRow, nextId } from "./editing";

const linesMax = 400;
const nameMax = 60;

export type PasteFault = "not_a_date" | "duplicate" | "too_long" | "too_many";
export interface Pasted {
  days: { on: string; name: string }[];
  faults: { line: number; why: PasteFault }[];
}

const two = (part: string) => part.padStart(2, "0");

/** `2027-1-1`, `2027/01/01`, `2027年1月1日`, and `12-25` for every year. */
function dateOf(text: string): { on: string; rest: string } | undefined {
  const full = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?=\s|,|，|$)/.exec(text);
  const yearly = /^(\d{1,2})(?:[-/]|月)(\d{1,2})日?(?=\s|,|，|$)/.exec(text);
  const found = full ?? yearly;
  if (!found) return undefined;
  const [year, month, day] = full ? [full[1], full[2], full[3]] : ["2000", found[1], found[2]];
  const iso = `${year}-${two(month ?? "")}-${two(day ?? "")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso) return undefined;
  return { on: full ? iso : iso.slice(5), rest: text.slice(found[0].length) };
}

export function readPasted(text: string): Pasted {
  const lines = text.split(/\r?\n/);
  const days: Pasted["days"] = [];
  const faults: Pasted["faults"] = [];
  const seen = new Set<string>();
  for (const [at, raw] of lines.entries()) {
    const line = at + 1;
    if (line > linesMax) {
      faults.push({ line, why: "too_many" });
      break;
    }
    if (!raw.trim()) continue;
    const date = dateOf(raw.trim());
    const name = date?.rest.replace(/^[\s,，]+/, "").trim() ?? "";
    if (!date) faults.push({ line, why: "not_a_date" });
    else if (seen.has(date.on)) faults.push({ line, why: "duplicate" });
    else if ([...name].length > nameMax) faults.push({ line, why: "too_long" });
    else days.push({ on: date.on, name });
    if (date) seen.add(date.on);
  }
  return { days, faults };
}

/** The list with what was pasted: a date that is there takes the new name, the others follow in order. */
export function withPasted(rows: DayRow[], days: Pasted["days"]): DayRow[] {
  const names = new Map(days.map((day) => [day.on, day.name]));
  const kept = rows.map((row) => (names.has(row.on) ? { ...row, name: names.get(row.on) || row.name } : row));
  const there = new Set(rows.map((row) => row.on));
  const id = nextId(rows);
  const added = days.filter((day) => !there.has(day.on)).map((day, at) => ({ ...day, id: id + at }));
  return [...kept, ...added].sort((a, b) => a.on.localeCompare(b.on));
}
