/** A stretch of time interval by interval: counted or not, why, and a sum that adds up. */
import { formatClockFace, formatInstant } from "./format";
import { useWords } from "./words";

export interface IntervalRow {
  from: string;
  to: string;
  counted: boolean;
  why: string;
  /** The holiday's name, or the code of the reason of a pause. */
  detail?: string | null;
  seconds: number;
  running_total_seconds: number;
}

/** Fills in lengths and the running total where the answer gives only ends. */
export function totalled(rows: Omit<IntervalRow, "seconds" | "running_total_seconds">[]): IntervalRow[] {
  let total = 0;
  return rows.map((row) => {
    const seconds = Math.round((Date.parse(row.to) - Date.parse(row.from)) / 1000);
    if (row.counted) total += seconds;
    return { ...row, seconds, running_total_seconds: total };
  });
}

/** A holiday with its name, a pause with its reason: `节假日 · 春节`. */
function useWhy(): (row: IntervalRow) => string {
  const t = useWords("common");
  return ({ why, detail }) => {
    const word = t(`why.${why}`, { defaultValue: why });
    return detail ? `${word} · ${t(`pause_reason.${detail}`, { defaultValue: detail })}` : word;
  };
}

export function IntervalTable({ rows, timeZone, total }: { rows: IntervalRow[]; timeZone?: string; total: number }) {
  const t = useWords("common");
  const whyText = useWhy();
  return (
    <table className="interval-table">
      <thead>
        <tr>
          <th>{t("interval.from")}</th>
          <th>{t("interval.to")}</th>
          <th>{t("interval.counted")}</th>
          <th>{t("interval.why")}</th>
          <th className="right">{t("interval.length")}</th>
          <th className="right">{t("interval.running_total")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={`${row.from}-${at}`} className={row.counted ? undefined : "off"}>
            <td className="num">{formatInstant(row.from, timeZone, "second")}</td>
            <td className="num">{formatInstant(row.to, timeZone, "second")}</td>
            <td>
              {row.counted ? (
                <span className="counted-mark">✓ {t("interval.yes")}</span>
              ) : (
                <span>– {t("interval.no")}</span>
              )}
            </td>
            <td>{whyText(row)}</td>
            <td className="right num">{formatClockFace(row.seconds)}</td>
            <td className="right num">{row.counted ? formatClockFace(row.running_total_seconds) : ""}</td>
          </tr>
        ))}
        <tr className="sum">
          <td colSpan={4}>{t("interval.sum")}</td>
          <td />
          <td className="right num">{formatClockFace(total)}</td>
        </tr>
      </tbody>
    </table>
  );
}
