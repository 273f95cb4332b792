/** The answer in a sentence, with every interval where there are any. */
import { Button, Tag } from "antd";
import { useState } from "react";
import { Facts } from "@/ui/Fields";
import { formatDuration, formatInstant } from "@/ui/format";
import { IntervalTable, totalled } from "@/ui/IntervalTable";
import { Duration } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import type { Answer, Reading, Request } from "./types";

interface AnswerViewProps {
  request: Request;
  answer: Answer;
  /** The calendar's, in which everything is told. */
  timeZone?: string;
}

export function AnswerView({ request, answer, timeZone }: AnswerViewProps) {
  if ("intervals" in answer) return <ReadingView of={answer} timeZone={timeZone} />;
  return (
    <>
      <Sentence request={request} answer={answer} timeZone={timeZone} />
      {timeZone && <ZoneLine timeZone={timeZone} />}
    </>
  );
}

function ZoneLine({ timeZone }: { timeZone: string }) {
  const t = useWords("calendars");
  return <p className="muted small">{t("told_in", { zone: timeZone })}</p>;
}

function Sentence({ request, answer, timeZone }: AnswerViewProps & { answer: Exclude<Answer, Reading> }) {
  const t = useWords("calendars");
  const locale = useLocale();
  if ("at" in answer) return <Big>{t("answer.at", { at: formatInstant(answer.at, timeZone, "second") })}</Big>;
  if ("seconds" in answer) {
    const length = formatDuration(answer.seconds, locale);
    return <Big>{t("answer.seconds", { length, seconds: answer.seconds })}</Big>;
  }
  const rolled = answer.on !== answer.unrolled_on;
  const days = request.op === "add_days" ? request.days : 0;
  return (
    <>
      <Big>{t("answer.on", { on: answer.on })}</Big>
      {rolled && <p>{t("answer.rolled", { unrolled_on: answer.unrolled_on, on: answer.on })}</p>}
      <p className="muted small">{t("answer.start_not_counted", { days })}</p>
    </>
  );
}

function Big({ children }: { children: string }) {
  return <p style={{ fontSize: 18, fontWeight: 600 }}>{children}</p>;
}

const colours = { running: "blue", paused: "gold", met: "green", breached: "red" };
const rowsMax = 300;

function ReadingView({ of, timeZone }: { of: Reading; timeZone?: string }) {
  const t = useWords("calendars");
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const rows = totalled(of.intervals.map((row) => ({ ...row, detail: detailOf(row) })));
  const shown = all ? rows : rows.slice(0, rowsMax);
  const over = of.remaining_seconds < 0;
  return (
    <>
      <div className="row gap-sm">
        <Tag color={colours[of.state]} variant="filled" className="tag">
          {t(`state.${of.state}`)}
        </Tag>
        <span className="strong">
          {t(over ? "answer.over" : "answer.left", { length: formatDuration(Math.abs(of.remaining_seconds), locale) })}
        </span>
      </div>
      <Facts
        items={[
          [t("due"), of.due ? formatInstant(of.due, timeZone, "second") : t("no_due")],
          [t("elapsed"), <Duration key="elapsed" seconds={of.elapsed_seconds} />],
        ]}
      />
      {timeZone && <ZoneLine timeZone={timeZone} />}
      {rows.length > 0 && (
        <div style={{ overflowX: "auto" }}>
          <IntervalTable rows={shown} timeZone={timeZone} total={of.elapsed_seconds} />
        </div>
      )}
      {shown.length < rows.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {t("all_intervals", { count: rows.length })}
        </Button>
      )}
    </>
  );
}

function detailOf(row: Reading["intervals"][number]): string | null | undefined {
  if ("name" in row) return row.name;
  return "reason" in row ? row.reason : undefined;
}
