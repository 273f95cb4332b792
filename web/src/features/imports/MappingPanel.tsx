/** Says which column holds which field, shows the first rows with it, and begins. */
import { Alert, Button, Popconfirm } from "antd";
import { useMemo, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatCount, formatInstant } from "@/ui/format";
import { Panel } from "@/ui/PageHead";
import { useTimeZone } from "@/ui/Time";
import { problemText, useLocale, useWords } from "@/ui/words";
import { problemsOf } from "./checks";
import { FieldSelects } from "./FieldSelects";
import { mappingOf, missingOf } from "./mapping";
import { PreviewProblems } from "./PreviewProblems";
import { PreviewTable } from "./PreviewTable";
import { useImportVerbs } from "./queries";
import type { Import } from "./types";

const dayMs = 86_400_000;

export function MappingPanel({ it }: { it: Import }) {
  const t = useWords("imports");
  const locale = useLocale();
  const zone = useTimeZone();
  const verbs = useImportVerbs(it);
  const [mapping, setMapping] = useState(() => mappingOf(it.columns));
  const missing = missingOf(it, mapping);
  const lastDay = formatInstant(new Date(Date.now() + dayMs).toISOString(), zone, "day");
  const problems = useMemo(() => problemsOf(it, mapping, lastDay), [it, mapping, lastDay]);
  const failure = verbs.start.error ?? verbs.cancel.error;
  const names = missing.map((code) => t(`field.${code}`, { defaultValue: code })).join(t("common:list_comma"));
  return (
    <>
      {failure && <Alert type="error" showIcon title={problemText(asProblem(failure))} />}
      <Panel title={t("mapping")} extra={<span className="small muted">{t("mapping_about")}</span>} flush>
        <FieldSelects it={it} mapping={mapping} onChange={setMapping} />
        <div className="bar" style={{ border: 0 }}>
          <Button
            type="primary"
            disabled={missing.length > 0}
            loading={verbs.start.isPending}
            onClick={() => verbs.start.mutate(mapping)}
          >
            {t(it.state === "uploaded" ? "start" : "start_again")}
          </Button>
          {it.state === "uploaded" && it.may.cancel && (
            <Popconfirm title={t("discard_sure")} okText={t("discard")} onConfirm={() => verbs.cancel.mutate()}>
              <Button loading={verbs.cancel.isPending}>{t("discard")}</Button>
            </Popconfirm>
          )}
          <span className="grow small" aria-live="polite">
            {missing.length > 0 ? (
              <span className="strong">! {t("missing", { fields: names })}</span>
            ) : (
              <span className="muted">{t("start_about", { rows: formatCount(it.rows_estimate, locale) })}</span>
            )}
          </span>
        </div>
      </Panel>
      <Panel title={t("preview")} extra={<span className="small muted">{t("preview_about")}</span>} flush>
        <PreviewProblems problems={problems} rows={it.sample.length} />
        <PreviewTable it={it} mapping={mapping} problems={problems} />
      </Panel>
    </>
  );
}
