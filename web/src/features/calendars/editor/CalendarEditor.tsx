/** The draft and what comes of it, beside each other. Nothing is stored before it is saved. */
import { Alert, App, Button } from "antd";
import { useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { formatInstant } from "@/ui/format";
import { PageHead, Panel } from "@/ui/PageHead";
import { useSettled } from "@/ui/settled";
import { useUnsaved } from "@/ui/unsaved";
import { problemText, useWords } from "@/ui/words";
import { Legend } from "../DayCell";
import { useDraftTrial } from "../queries";
import { secondsOf } from "../request";
import type { CalendarDraft, CalendarFacts } from "../types";
import { YearGrid } from "../YearGrid";
import { YearSwitch } from "../YearSwitch";
import { Basics } from "./Basics";
import { Holidays, SpecialDays } from "./DayLists";
import { draftOf, type Editing, editingOf, wrongOf } from "./editing";
import { type TrialQuestion, TryPanel } from "./TryPanel";
import { WeekHours } from "./WeekHours";

interface CalendarEditorProps {
  draft: CalendarDraft;
  /** The calendar that is changed; none when a new one is made. */
  of?: CalendarFacts;
  title: string;
  /** With the version the typing began from. */
  onSave: (editing: Editing, number: number) => Promise<{ version: string }>;
  onCancel: () => void;
  onReload?: () => void;
}

/** What the draft comes to, asked once the typing rests. Titles are asked for only when it is saved. */
function useTrialOf(editing: Editing, year: number, question: TrialQuestion) {
  const draft = draftOf(editing);
  const calendar = { ...draft, title: draft.title.trim() || "-", title_en: draft.title_en.trim() || "-" };
  const seconds = secondsOf(question.length);
  const asked = question.from ? { from: question.from, seconds } : undefined;
  return useDraftTrial(useSettled(JSON.stringify({ calendar, year, question: asked }), 400));
}

export function CalendarEditor({ draft, of, title, onSave, onCancel, onReload }: CalendarEditorProps) {
  const t = useWords("calendars");
  const [begun] = useState(of);
  const [touched, setTouched] = useState(false);
  const [editing, setEditing] = useState(() => editingOf(draft, of?.name));
  const today = formatInstant(new Date().toISOString(), draft.time_zone, "day");
  const [year, setYear] = useState(() => Math.min(Number(today.slice(0, 4)), draft.known_years?.last ?? 9999));
  const [question, setQuestion] = useState<TrialQuestion>({
    from: `${today}T17:00`,
    length: { hours: 8, minutes: 0 },
  });
  const trial = useTrialOf(editing, year, question);
  const { problem, pending, save, forget } = useSaving(() => onSave(editing, begun?.number ?? 0));
  // While it is being saved the page may be left.
  useUnsaved(() => touched && !pending);
  const change = (by: Partial<Editing>) => {
    forget();
    setTouched(true);
    setEditing((before) => ({ ...before, ...by }));
  };
  const doubt = trial.isError ? asProblem(trial.error) : undefined;
  const wrong = wrongOf((problem ?? doubt)?.fields);
  const parts = { of: editing, wrong, onChange: change };
  return (
    <div className="page">
      <PageHead
        title={title}
        back={{ to: "/calendars", label: t("title") }}
        extra={
          <>
            <Button onClick={onCancel}>{t("common:cancel")}</Button>
            <Button type="primary" loading={pending} onClick={save}>
              {t("common:save")}
            </Button>
          </>
        }
      />
      <Alert type="info" showIcon title={t("editor.rule")} />
      {problem && <Refused problem={problem} onReload={onReload} />}
      <Basics {...parts} isNew={!of} />
      <div className="split week">
        <WeekHours weekly={editing.weekly} wrong={wrong} onChange={(weekly) => change({ weekly })} />
        {/* What is wrong with the draft is said here: above, it would move the form under the typing hands. */}
        <TryPanel question={question} trial={trial.data} wrong={wrong} onChange={setQuestion}>
          {doubt && <Refused problem={doubt} />}
        </TryPanel>
      </div>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <YearSwitch year={year} known={[]} onChange={(next) => setYear(Math.min(2199, Math.max(1900, next)))} />
      </div>
      <div className="split even">
        <Holidays {...parts} year={year} />
        <SpecialDays {...parts} year={year} />
      </div>
      {trial.data && (
        <Panel title={t("year_of", { title: t("editor.preview"), year: trial.data.year })}>
          <div className="col gap">
            <Legend />
            <YearGrid of={trial.data} />
          </div>
        </Panel>
      )}
    </div>
  );
}

function Refused({ problem, onReload }: { problem: Problem; onReload?: () => void }) {
  const t = useWords("calendars");
  const count = problem.fields.length;
  if (problem.stale && onReload)
    return (
      <Alert
        type="warning"
        showIcon
        title={t("editor.stale_about")}
        action={<Button onClick={onReload}>{t("editor.reload")}</Button>}
      />
    );
  if (!count) return <Alert type="error" showIcon title={problemText(problem)} />;
  return <Alert type="error" showIcon title={t("editor.wrong", { count })} description={t("editor.show_wrong")} />;
}

/** Saving, with what the server refused until something is changed. The first marked field comes into sight. */
function useSaving(onSave: () => Promise<{ version: string }>) {
  const t = useWords("calendars");
  const { message } = App.useApp();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (problem) document.querySelector("[data-field]")?.scrollIntoView({ block: "center" });
  }, [problem]);
  const save = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      const saved = await onSave();
      message.success(t("editor.saved", { version: saved.version }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setPending(false);
    }
  };
  return { problem, pending, save, forget: () => setProblem(undefined) };
}
