/** One import: which column is what, then how it goes, then what became of it. Moves by itself while rows go in. */
import { getRouteApi } from "@tanstack/react-router";
import { Alert } from "antd";
import { asProblem } from "@/api/problem";
import { formatBytes } from "@/ui/format";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { MappingPanel } from "./MappingPanel";
import { useImport } from "./queries";
import { ResultPanel } from "./ResultPanel";
import { RunningPanel } from "./RunningPanel";
import { StateTag } from "./StateTag";
import type { Import } from "./types";

const route = getRouteApi("/imports/$id");

export function ImportPage() {
  return (
    <Allowed to="imports.run">
      <One />
    </Allowed>
  );
}

function One() {
  const t = useWords("imports");
  const { id } = route.useParams();
  const one = useImport(id);
  return (
    <div className="page">
      {one.isError && one.data && (
        <Alert type="warning" showIcon title={t("shown_is_old", { why: problemText(asProblem(one.error)) })} />
      )}
      <Loaded query={one} rows={10}>
        {(it) => <Standing key={it.id} it={it} readAt={one.dataUpdatedAt} />}
      </Loaded>
    </div>
  );
}

function Standing({ it, readAt }: { it: Import; readAt: number }) {
  const t = useWords("imports");
  const about = (
    <span className="row gap-sm wrap">
      <StateTag state={it.state} />
      <span className="num">{formatBytes(it.progress.bytes_total)}</span>
      <span>
        {t("column.uploaded_at")} <When at={it.created_at} />
      </span>
    </span>
  );
  const hasEnded = it.state === "done" || it.state === "cancelled" || it.state === "failed";
  return (
    <>
      <PageHead title={it.file_name} about={about} back={{ to: "/imports", label: t("title") }} />
      {it.state === "running" && <RunningPanel it={it} readAt={readAt} />}
      {hasEnded && <ResultPanel it={it} />}
      {it.may.start && <MappingPanel it={it} />}
    </>
  );
}
