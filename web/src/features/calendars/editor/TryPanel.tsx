/** "Try it": when a clock would be due on the draft as it stands, and why. */
import { Alert, Input } from "antd";
import type { ReactNode } from "react";
import { Field } from "@/ui/Fields";
import { formatInstant } from "@/ui/format";
import { IntervalTable, totalled } from "@/ui/IntervalTable";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { LengthInput } from "../Inputs";
import type { Length, Wall } from "../request";
import type { CalendarTrial } from "../types";
import type { Wrong } from "./editing";
import { WrongAt } from "./WrongAt";

export interface TrialQuestion {
  from?: Wall;
  length: Length;
}

interface TryPanelProps {
  question: TrialQuestion;
  trial?: CalendarTrial;
  wrong: Wrong;
  onChange: (question: TrialQuestion) => void;
  /** Why there is no answer. */
  children?: ReactNode;
}

export function TryPanel({ question, trial, wrong, onChange, children }: TryPanelProps) {
  const t = useWords("calendars");
  return (
    <Panel title={t("editor.try")}>
      <div className="col gap">
        <p className="muted small">{t("editor.try_about")}</p>
        <div className="row gap wrap top">
          <Field label={t("editor.starts")} id="try-from">
            <Input
              id="try-from"
              type="datetime-local"
              value={question.from}
              onChange={(event) => onChange({ ...question, from: event.target.value })}
            />
            <WrongAt field="question.from" wrong={wrong} />
          </Field>
          <Field label={t("editor.length")} id="try-length">
            <LengthInput
              id="try-length"
              value={question.length}
              onChange={(length) => onChange({ ...question, length })}
            />
            <WrongAt field="question.seconds" wrong={wrong} />
          </Field>
        </div>
        {children}
        {trial?.clock && <Due of={trial} />}
      </div>
    </Panel>
  );
}

function Due({ of }: { of: CalendarTrial }) {
  const t = useWords("calendars");
  const clock = of.clock;
  if (!clock) return null;
  const rows = totalled(clock.intervals.map((row) => ({ ...row, detail: "name" in row ? row.name : undefined })));
  const total = rows.reduce((sum, row) => sum + (row.counted ? row.seconds : 0), 0);
  return (
    <div className="col gap-sm" aria-live="polite">
      <p className="strong">{t("editor.due", { at: formatInstant(clock.due_at, of.time_zone, "second") })}</p>
      <p className="muted small">{t("told_in", { zone: of.time_zone })}</p>
      {clock.provisional && <Alert type="warning" showIcon title={t("editor.provisional")} />}
      <div style={{ overflow: "auto", maxHeight: 300 }}>
        <IntervalTable rows={rows} timeZone={of.time_zone} total={total} />
      </div>
      {clock.left_off > 0 && <p className="muted small">{t("editor.left_off", { count: clock.left_off })}</p>}
    </div>
  );
}
