/** What became of the file: figures, refused rows, rows that went in changed, and the way to the cases. */
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useHolds } from "@/api/session";
import { formatCount } from "@/ui/format";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { Counts } from "./Counts";
import { RemarkPanel } from "./RemarkPanel";
import type { Import } from "./types";

/** Why it failed; codes the words do not know stay visible, so that an administrator can look them up. */
function Failed({ code }: { code: string }) {
  const t = useWords("imports");
  const why = t(`failure.${code}`, { defaultValue: t("failure_unknown", { code }) });
  return <Alert type="error" showIcon title={t("failed")} description={why} />;
}

export function ResultPanel({ it }: { it: Import }) {
  const t = useWords("imports");
  const locale = useLocale();
  const maySeeCases = useHolds("cases.view");
  const { report, progress } = it;
  const errorsTotal = report ? (report.errors_total ?? report.errors.length) : progress.errors;
  const counted = report ? { ...report, errors: errorsTotal } : progress;
  return (
    <>
      {it.failure && <Failed code={it.failure} />}
      {it.state === "cancelled" && (
        <Alert type="info" showIcon title={t(counted.rows ? "cancelled_midway" : "cancelled_before")} />
      )}
      {counted.rows > 0 && <Counts of={counted} />}
      {it.state === "done" && !counted.rows && <Alert type="info" showIcon title={t("nothing_in_file")} />}
      {counted.created > 0 && maySeeCases && (
        <div>
          <Link to="/cases" search={{ tab: "all", kind: "complaint" }}>
            {t("to_cases")} ›
          </Link>
        </div>
      )}
      {report && report.unknown_columns.length > 0 && (
        <Panel title={t("unknown_columns")}>
          <span className="pre">
            {report.unknown_columns.map((name) => name || t("unnamed")).join(t("common:list_comma"))}
          </span>
        </Panel>
      )}
      {report && report.errors.length > 0 && (
        <RemarkPanel
          title={t("refused")}
          about={
            errorsTotal > report.errors.length
              ? t("refused_first", { listed: formatCount(report.errors.length, locale) })
              : undefined
          }
          file={t("refused_file", { name: it.file_name.replace(/\.csv$/i, "") })}
          remarks={report.errors}
        />
      )}
      {report?.notes && report.notes.length > 0 && (
        <RemarkPanel
          title={t("changed")}
          file={t("changed_file", { name: it.file_name.replace(/\.csv$/i, "") })}
          remarks={report.notes}
        />
      )}
    </>
  );
}
