/** The fields of one question. */
import { InputNumber, Segmented, Switch } from "antd";
import { Field } from "@/ui/Fields";
import { useWords } from "@/ui/words";
import { EventRows } from "./EventRows";
import { DayInput, LengthInput, MomentInput } from "./Inputs";
import type { Draft } from "./request";
import type { Op } from "./types";

export interface QuestionProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

export function QuestionForm({ op, ...props }: QuestionProps & { op: Op }) {
  if (op === "add_days") return <DaysQuestion {...props} />;
  if (op === "clock") return <ClockQuestion {...props} />;
  return <MomentQuestion op={op} {...props} />;
}

function MomentQuestion({ op, draft, onChange }: QuestionProps & { op: "add" | "between" }) {
  const t = useWords("calendars");
  return (
    <>
      <Field label={t("from")} id="c-from">
        <MomentInput id="c-from" value={draft.from} onChange={(from) => onChange({ from })} />
      </Field>
      {op === "add" ? (
        <Field label={t("length")} id="c-length">
          <LengthInput id="c-length" value={draft.length} onChange={(length) => onChange({ length })} />
        </Field>
      ) : (
        <Field label={t("to")} id="c-to">
          <MomentInput id="c-to" value={draft.to} onChange={(to) => onChange({ to })} />
        </Field>
      )}
    </>
  );
}

function DaysQuestion({ draft, onChange }: QuestionProps) {
  const t = useWords("calendars");
  return (
    <>
      <Field label={t("day")} id="c-day">
        <DayInput id="c-day" value={draft.day} onChange={(day) => onChange({ day })} />
      </Field>
      <Field label={t("days")} id="c-days">
        <InputNumber
          id="c-days"
          className="full"
          min={0}
          max={100_000}
          precision={0}
          changeOnWheel={false}
          value={draft.days}
          onChange={(days) => onChange({ days: days ?? 0 })}
        />
      </Field>
      <Field label={t("basis")} id="c-basis">
        <Segmented
          id="c-basis"
          value={draft.basis}
          onChange={(basis) => onChange({ basis })}
          options={(["calendar", "working"] as const).map((basis) => ({ value: basis, label: t(`basis_of.${basis}`) }))}
        />
      </Field>
      <div className="row gap-sm">
        <Switch
          id="c-roll"
          checked={draft.roll === "next_working_day"}
          onChange={(rolls) => onChange({ roll: rolls ? "next_working_day" : "none" })}
        />
        <label htmlFor="c-roll">{t("roll")}</label>
      </div>
    </>
  );
}

function ClockQuestion({ draft, onChange }: QuestionProps) {
  const t = useWords("calendars");
  return (
    <>
      <Field label={t("target")} id="c-target">
        <LengthInput id="c-target" value={draft.length} onChange={(length) => onChange({ length })} />
      </Field>
      <div>
        <div className="small muted">{t("events")}</div>
        <EventRows rows={draft.events} onChange={(events) => onChange({ events })} />
      </div>
      <Field label={t("read_at")} id="c-now">
        <MomentInput id="c-now" value={draft.now} onChange={(now) => onChange({ now })} />
      </Field>
    </>
  );
}
