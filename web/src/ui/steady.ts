/** A list that never jumps under the pointer: new rows wait until someone asks for them. */
import { useMemo, useRef, useState } from "react";

export interface Steady<T> {
  rows: T[];
  waiting: number;
  show: () => void;
}

/** Keeps what is shown in place, adds rows of further pages below, holds back the rest. Pure. */
export function settle<T>(
  shown: string[],
  rows: T[],
  keyOf: (row: T) => string,
  last: Map<string, T>,
  grown: boolean,
): { shown: string[]; rows: T[]; waiting: number } {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const known = new Set(shown);
  const fresh = rows.filter((row) => !known.has(keyOf(row)));
  const next = grown ? [...shown, ...fresh.map(keyOf)] : shown;
  return {
    shown: next,
    rows: next.flatMap((key) => byKey.get(key) ?? last.get(key) ?? []),
    waiting: grown ? 0 : fresh.length,
  };
}

/** `view` names what is looked at; undefined while `rows` are still those of the view before. */
export function useSteady<T>(
  rows: T[],
  keyOf: (row: T) => string,
  view: string | undefined,
  pageCount: number,
): Steady<T> {
  const [asked, setAsked] = useState(0);
  const kept = useRef({ stamp: "", shown: [] as string[], pages: 0, last: new Map<string, T>() });
  const steady = useMemo(() => {
    const state = kept.current;
    if (view === undefined) return { rows, waiting: 0 };
    const stamp = `${view}#${asked}`;
    if (state.stamp !== stamp || state.pages === 0) {
      kept.current = { stamp, shown: rows.map(keyOf), pages: pageCount, last: new Map() };
      for (const row of rows) kept.current.last.set(keyOf(row), row);
      return { rows, waiting: 0 };
    }
    const settled = settle(state.shown, rows, keyOf, state.last, pageCount > state.pages);
    state.shown = settled.shown;
    state.pages = Math.max(pageCount, state.pages);
    for (const row of settled.rows) state.last.set(keyOf(row), row);
    return settled;
  }, [rows, view, asked, pageCount, keyOf]);
  return { ...steady, show: () => setAsked((n) => n + 1) };
}
