/** What a check says: contradictions and examples by line, what no level covers, what is never reached. */
import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import { Alert } from "antd";
import type { ReactNode } from "react";
import { Loaded } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { useReport } from "./queries";
import type { Gap, Report, Version } from "./types";
import { useConditions } from "./useConditions";

export function CheckPanel({ it }: { it: Version }) {
  return <Loaded query={useReport(it)}>{(report) => <Findings report={report} it={it} />}</Loaded>;
}

function Line({ mark, children }: { mark: "bad" | "warn" | "good"; children: ReactNode }) {
  const icon = {
    bad: <CloseCircleFilled aria-hidden style={{ color: "var(--ant-color-error)" }} />,
    warn: <ExclamationCircleFilled aria-hidden style={{ color: "var(--ant-color-warning)" }} />,
    good: <CheckCircleFilled aria-hidden style={{ color: "var(--ant-color-success)" }} />,
  }[mark];
  return (
    <li className="row gap-sm top">
      {icon}
      <span>{children}</span>
    </li>
  );
}

function Findings({ report, it }: { report: Report; it: Version }) {
  const t = useWords("levels");
  const name = (line: number) => it.levels[line - 1]?.name ?? "";
  const { uncovered, unreached } = report.coverage;
  return (
    <div className="col gap-lg">
      <Alert
        type={report.publishable ? "success" : "error"}
        showIcon
        title={t(report.publishable ? "sound" : "not_sound")}
      />
      <section className="col gap-sm">
        <h3>{t("contradictions")}</h3>
        <ul className="bare-list col gap-xs">
          {!report.contradictions.length && <Line mark="good">{t("no_contradictions")}</Line>}
          {report.contradictions.map((one) => (
            <Line key={`${one.line}-${one.field}-${one.code}`} mark="bad">
              {t("at_line", { line: one.line, name: name(one.line) })}
              {t(`contradiction.${one.code}`, { other: one.other_line ?? "" })}
            </Line>
          ))}
        </ul>
      </section>
      <section className="col gap-sm">
        <h3>{t("examples")}</h3>
        <ul className="bare-list col gap-xs">
          {!report.examples.length && <li className="muted">{t("no_examples")}</li>}
          {report.examples.map((one) => (
            <Line key={`${one.line}-${one.example}`} mark={one.passed ? "good" : "bad"}>
              {t("at_line", { line: one.line, name: name(one.line) })}
              {t("example_n", { n: one.example })}
              {one.passed
                ? t("example_passed", { due: one.expected ?? t("stands_still") })
                : t(`example_failed.${one.code}`, { expected: one.expected ?? "—", got: one.got ?? "—" })}
            </Line>
          ))}
        </ul>
      </section>
      <Coverage uncovered={uncovered} unreached={unreached} name={name} />
    </div>
  );
}

function Coverage(props: { uncovered: Gap[]; unreached: number[]; name: (line: number) => string }) {
  const t = useWords("levels");
  const conditions = useConditions();
  const said = (gap: Gap) =>
    conditions({
      kinds: [gap.kind],
      priorities: gap.priority ? [gap.priority] : [],
      classes: gap.class ? [gap.class] : [],
      unit_ids: gap.unit_ids,
    });
  return (
    <section className="col gap-sm">
      <h3>{t("coverage")}</h3>
      <ul className="bare-list col gap-xs">
        {!props.uncovered.length && <Line mark="good">{t("all_covered")}</Line>}
        {props.uncovered.map((gap) => (
          <Line key={JSON.stringify(gap)} mark="warn">
            {t("uncovered", { work: said(gap) })}
          </Line>
        ))}
        {props.unreached.map((line) => (
          <Line key={line} mark="warn">
            {t("at_line", { line, name: props.name(line) })}
            {t("unreached")}
          </Line>
        ))}
      </ul>
    </section>
  );
}
