/** Where a case stands on its way: what is done, by whom and when; what comes, and by when. Signs speak with colours. */
import type { Case } from "@/api/types";
import { formatInstant } from "@/ui/format";
import { useNow, useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { flowOf, type Step } from "./flow";
import { useCaseEvents } from "./queries";

const signs = { done: "✓", now: "●", future: "○", skipped: "–" } as const;

/** A closed case stands at its last step, which is done. */
const signOf = (step: Step) =>
  step.state === "now" && step.key === "closed" && step.at ? signs.done : signs[step.state];

function useDetail() {
  const t = useWords("cases");
  const zone = useTimeZone();
  const short = (at: string) => formatInstant(at, zone, "short");
  return ({ key, state, at, who, due, late, stands, name, count }: Step): string => {
    if (state === "skipped") return t(`flow.skipped.${key}`, { defaultValue: "" });
    if (key === "merged") return [t("flow.merged_into", { number: name }), at && short(at)].filter(Boolean).join(" · ");
    if (key === "waiting_customer") return at ? t("flow.since", { at: short(at) }) : "";
    const person = who === null ? t("system") : who;
    if (at) return [person, short(at)].filter(Boolean).join(" · ");
    if (state === "done") return person ?? "";
    const parts = count ? t("flow.parts", { count }) : "";
    const limit = due ? t(late ? "flow.late" : "flow.by", { at: short(due) }) : stands ? t("clock_stands") : "";
    return [parts, limit].filter(Boolean).join(" · ") || t(`flow.expects.${key}`, { defaultValue: "" });
  };
}

export function FlowLine({ it }: { it: Case }) {
  const t = useWords("cases");
  const events = useCaseEvents(it.id);
  const now = new Date(useNow()).toISOString();
  const detail = useDetail();
  return (
    <ol className="flow panel" aria-label={t("flow.title")}>
      {flowOf(it, events.rows, now).map((step) => (
        <li
          key={step.key}
          className={step.late ? `flow-step ${step.state} late` : `flow-step ${step.state}`}
          aria-current={step.state === "now" ? "step" : undefined}
        >
          <span className="flow-sign" aria-hidden>
            {signOf(step)}
          </span>
          <span className="flow-label cut">{t(`flow.step.${step.key}`, { times: step.count, unit: step.name })}</span>
          <span className="flow-detail cut" title={detail(step)}>
            {detail(step)}
          </span>
        </li>
      ))}
    </ol>
  );
}
