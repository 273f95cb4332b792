/** One figure: its value opens its rows, its mark opens its formula, its change stands below. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLocale, useWords } from "@/ui/words";
import { Formula } from "./Formula";
import { changeOf } from "./search";

export interface TileProps {
  name: string;
  formula: string[];
  value: ReactNode;
  rows?: Record<string, string>;
  alarm?: boolean;
  /** The numbers that are compared, and how one of them reads. */
  compared?: { now?: number | null; before?: number | null; shown: ReactNode };
  children?: ReactNode;
}

export function Tile({ name, formula, value, rows, alarm, compared, children }: TileProps) {
  return (
    <div className={alarm ? "figure alarm" : "figure"}>
      <span className="row between">
        <span className="muted">{name}</span>
        <Formula name={name} of={[...formula, "where"]} />
      </span>
      {rows ? (
        <Link to="/cases" search={rows} className="figure-value" aria-label={`${name}: ${textOf(value)}`}>
          <b>{value}</b>
        </Link>
      ) : (
        <b>{value}</b>
      )}
      {children}
      {compared && <Change {...compared} />}
    </div>
  );
}

const textOf = (value: ReactNode) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function Change({ now, before, shown }: NonNullable<TileProps["compared"]>) {
  const t = useWords("performance");
  const locale = useLocale();
  const change = changeOf(now, before);
  const share =
    change === undefined
      ? undefined
      : new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(Math.abs(change));
  const word = change === undefined ? undefined : change > 0 ? "change_up" : change < 0 ? "change_down" : "change_same";
  return (
    <span className="muted small">
      {t("before", { value: shown })}
      {word && (
        <>
          {" · "}
          <span aria-hidden>{word === "change_up" ? "▲" : word === "change_down" ? "▼" : "＝"}</span>{" "}
          {t(word, { share })}
        </>
      )}
    </span>
  );
}
