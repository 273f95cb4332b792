/** "Try it": a piece of work, opened at a moment: which level, which clocks, due when and why. */
import { Alert, Button, Input, Select } from "antd";
import { type FormEvent, useState } from "react";
import { asProblem } from "@/api/problem";
import { Field } from "@/ui/Fields";
import { formatInstant } from "@/ui/format";
import { IntervalTable } from "@/ui/IntervalTable";
import { Nothing } from "@/ui/Loaded";
import { Duration } from "@/ui/Time";
import { UnitPicker } from "@/ui/UnitPicker";
import { problemText, useWords } from "@/ui/words";
import { useWhom } from "./ChainRows";
import { useTrial } from "./queries";
import { type ClockTried, classes, kinds, priorities, type Question, type Trial, type Version } from "./types";

const first: Question = { kind: "complaint", priority: "urgent", class: "ordinary", at: "2026-09-18T17:50" };

export function TrialPanel({ it }: { it: Version }) {
  const t = useWords("levels");
  const trial = useTrial(it.id);
  const [question, setQuestion] = useState<Question>(first);
  const set = (change: Partial<Question>) => setQuestion((before) => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trial.mutate(question);
  };
  return (
    <div className="col gap">
      <form className="level-grid" onSubmit={submit}>
        <Asked question={question} onChange={set} />
        <div className="row" style={{ alignItems: "flex-end" }}>
          <Button type="primary" htmlType="submit" loading={trial.isPending}>
            {t("try")}
          </Button>
        </div>
      </form>
      {trial.isError && <Alert type="error" showIcon title={problemText(asProblem(trial.error))} />}
      {trial.data && <Answer of={trial.data} />}
      {!trial.data && !trial.isError && <Nothing text={t("try_about")} />}
    </div>
  );
}

function Asked({ question, onChange }: { question: Question; onChange: (change: Partial<Question>) => void }) {
  const t = useWords("levels");
  const options = <T extends string>(all: readonly T[], group: string) =>
    all.map((value) => ({ value, label: t(`common:${group}.${value}`) }));
  return (
    <>
      <Field label={t("kinds")} id="try-kind">
        <Select
          id="try-kind"
          className="full"
          value={question.kind}
          options={options(kinds, "case_kind")}
          onChange={(kind) => onChange({ kind })}
        />
      </Field>
      <Field label={t("priorities")} id="try-priority">
        <Select
          id="try-priority"
          className="full"
          value={question.priority}
          options={options(priorities, "priority")}
          onChange={(priority) => onChange({ priority })}
        />
      </Field>
      <Field label={t("classes")} id="try-class">
        <Select
          id="try-class"
          className="full"
          value={question.class}
          options={options(classes, "customer_class")}
          onChange={(value) => onChange({ class: value })}
        />
      </Field>
      <Field label={t("units")} id="try-unit">
        <UnitPicker id="try-unit" value={question.unit_id ?? undefined} onChange={(unit_id) => onChange({ unit_id })} />
      </Field>
      <Field label={t("opened_at")} id="try-at">
        <Input
          id="try-at"
          type="datetime-local"
          value={question.at}
          onChange={(e) => onChange({ at: e.target.value })}
        />
      </Field>
    </>
  );
}

function Answer({ of }: { of: Trial }) {
  const t = useWords("levels");
  if (!of.line) return <Alert type="warning" showIcon title={t("tried_none")} />;
  return (
    <div className="col gap" aria-live="polite">
      <p className="strong">{t("tried_level", { line: of.line, name: of.level })}</p>
      {of.clocks.map((clock) => (
        <OneTried key={clock.kind} clock={clock} />
      ))}
    </div>
  );
}

function OneTried({ clock }: { clock: ClockTried }) {
  const t = useWords("levels");
  const whom = useWhom();
  const at = (instant?: string | null) => (instant ? formatInstant(instant, clock.time_zone) : "—");
  const meaning = (mark: ClockTried["marks"][number]) =>
    [
      mark.percent === 100 && t("mark_due"),
      mark.warns && t("mark_warns"),
      mark.tell.length > 0 && t("mark_tells", { who: mark.tell.map(whom).join("、") }),
      mark.take_over && t("mark_over", { who: whom(mark.take_over) }),
    ].filter(Boolean);
  return (
    <details className="level-example">
      <summary>
        <span className="strong">{t(`common:clock_kind.${clock.kind}`)}</span>
        {" · "}
        <Duration seconds={clock.target_seconds} />
        {" · "}
        {t("due", { at: at(clock.due_at) })}
        {clock.provisional && <span className="muted"> · {t("provisional")}</span>}
      </summary>
      <div className="col gap-sm" style={{ paddingTop: 8 }}>
        <ul className="bare-list">
          {clock.marks.map((mark) => (
            <li key={mark.percent}>
              <span className="num">
                {mark.percent}% · {at(mark.at)}
              </span>
              {" · "}
              {meaning(mark).join("；")}
            </li>
          ))}
        </ul>
        <div style={{ overflowX: "auto" }}>
          <IntervalTable rows={clock.intervals} timeZone={clock.time_zone} total={clock.target_seconds} />
        </div>
      </div>
    </details>
  );
}
