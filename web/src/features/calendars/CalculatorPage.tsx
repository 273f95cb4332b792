/** The clock calculator 时限计算器: asks the engine that also runs the clocks of cases. */
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Tabs, Typography } from "antd";
import { type FormEvent, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatInstant } from "@/ui/format";
import { Allowed, Nothing } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { useTimeZone } from "@/ui/Time";
import { fieldText, problemText, useWords } from "@/ui/words";
import { AnswerView } from "./AnswerView";
import { CalendarInput } from "./CalendarInput";
import { QuestionForm } from "./QuestionForm";
import { useCalculation, useCalendars } from "./queries";
import { type Draft, emptyDraft, requestOf } from "./request";
import { type CalendarChoice, type Op, ops, type Request } from "./types";

const route = getRouteApi("/calculator");

export function CalculatorPage() {
  return (
    <Allowed to="calendars.view">
      <Calculator />
    </Allowed>
  );
}

/** The zone of the calendar that was asked about. */
function useZoneOf(): (calendar: CalendarChoice) => string | undefined {
  const { data } = useCalendars();
  return (calendar) =>
    typeof calendar === "string"
      ? data?.find((one) => one.name === calendar)?.time_zone
      : String(calendar.time_zone ?? "") || undefined;
}

function Calculator() {
  const t = useWords("calendars");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const zone = useTimeZone();
  const [draft, setDraft] = useState<Draft>(() =>
    emptyDraft(search.calendar ?? "cn", formatInstant(new Date().toISOString(), zone, "day")),
  );
  const calculation = useCalculation();
  const op = search.op ?? "add";
  const asked = requestOf(op, draft);
  const change = (by: Partial<Draft>) => setDraft((before) => ({ ...before, ...by }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ("request" in asked) calculation.mutate(asked.request);
  };
  return (
    <div className="page">
      <PageHead title={t("calculator")} about={t("calculator_about")} />
      <div className="split even">
        <section className="panel">
          <div className="tabs-bar">
            <Tabs
              activeKey={op}
              onChange={(next) => {
                calculation.reset();
                navigate({ search: { ...search, op: next as Op }, replace: true });
              }}
              items={ops.map((one) => ({ key: one, label: t(`op.${one}`) }))}
            />
          </div>
          <form className="pad col gap" onSubmit={submit}>
            <p className="muted">{t(`op_about.${op}`)}</p>
            <CalendarInput draft={draft} onChange={change} />
            <QuestionForm op={op} draft={draft} onChange={change} />
            <div className="row gap">
              <Button type="primary" htmlType="submit" loading={calculation.isPending} disabled={"gap" in asked}>
                {t("calculate")}
              </Button>
              {"gap" in asked && <span className="muted">{t(`gap.${asked.gap}`)}</span>}
            </div>
          </form>
        </section>
        <div className="col gap">
          <Panel title={t("result")}>
            <Result of={calculation} />
          </Panel>
          {"request" in asked && <RequestPanel request={asked.request} />}
        </div>
      </div>
    </div>
  );
}

function Result({ of }: { of: ReturnType<typeof useCalculation> }) {
  const t = useWords("calendars");
  const zoneOf = useZoneOf();
  if (of.isError) {
    const problem = asProblem(of.error);
    const fields = problem.fields.map((field) => <li key={field.field}>{`${field.field}: ${fieldText(field)}`}</li>);
    return (
      <Alert
        type="error"
        showIcon
        title={problemText(problem)}
        description={fields.length ? <ul>{fields}</ul> : null}
      />
    );
  }
  if (!of.data || !of.variables) return <Nothing text={t("nothing_asked")} />;
  return (
    <div className="col gap" aria-live="polite">
      <AnswerView request={of.variables} answer={of.data} timeZone={zoneOf(of.variables.calendar)} />
    </div>
  );
}

function RequestPanel({ request }: { request: Request }) {
  const t = useWords("calendars");
  const json = JSON.stringify(request, null, 2);
  return (
    <Panel title={t("request")} extra={<Typography.Text copyable={{ text: json }} />}>
      <p className="muted small">{t("request_about")}</p>
      <pre className="json">{json}</pre>
    </Panel>
  );
}
