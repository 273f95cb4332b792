/**
 * What the server would refuse in the first rows, found while the mapping is still being chosen. Pure.
 * The server decides when it reads the file; this only spares people a run that cannot go well.
 */
import { type FieldMapping, indexOf } from "./mapping";
import type { Import } from "./types";

export interface CellProblem {
  /** The row of the sample, from 0. */
  row: number;
  column: number;
  field: string;
  key: "empty" | "not_a_day" | "impossible_day" | "too_long";
  text: string;
}

const firstDay = "1990-01-01";
export const numberLengthMax = 100;

/** `2012-01-13`, also with a time behind it, `9/24/19` or `7/29/2013` as an ISO day: month first, as the publisher writes. */
export function readDay(text: string): string | undefined {
  const head = text.split(/[T ]/)[0] ?? "";
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/.exec(head);
  const dashed = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(head);
  const [year, month, day] = slashed ? [slashed[3], slashed[1], slashed[2]] : (dashed?.slice(1) ?? []);
  if (!year || !month || !day) return undefined;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const read = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(iso) ? iso : undefined;
}

function wrongIn(field: string, text: string, lastDay: string): CellProblem["key"] | undefined {
  if (field === "date_received") {
    const day = readDay(text);
    if (!day) return "not_a_day";
    return day < firstDay || day > lastDay ? "impossible_day" : undefined;
  }
  return field === "complaint_id" && text.length > numberLengthMax ? "too_long" : undefined;
}

/** Problems row by row. `lastDay` is the last day on which a complaint can have come: somewhere it is tomorrow already. */
export function problemsOf(it: Import, mapping: FieldMapping, lastDay: string): CellProblem[] {
  const places = it.fields.map((f) => ({ ...f, column: indexOf(mapping, it.columns, f.code) }));
  const held = places.filter((place) => place.column >= 0);
  return it.sample.flatMap((cells, row) =>
    held.flatMap(({ code, required, column }) => {
      const text = (cells[column] ?? "").trim();
      const key = text ? wrongIn(code, text, lastDay) : required ? "empty" : undefined;
      return key ? [{ row, column, field: code, key, text: text.slice(0, 40) }] : [];
    }),
  );
}
