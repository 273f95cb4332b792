/** How a run goes: share of the file, rows each second, time left, counts; and the way to stop it. */
import { Alert, Button, Popconfirm, Progress } from "antd";
import { asProblem } from "@/api/problem";
import { Panel } from "@/ui/PageHead";
import { Count, Duration } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { Counts } from "./Counts";
import { percentOf } from "./percent";
import { useImportVerbs } from "./queries";
import { useSpeed } from "./speed";
import type { Import } from "./types";

export function RunningPanel({ it, readAt }: { it: Import; readAt: number }) {
  const t = useWords("imports");
  const { cancel } = useImportVerbs(it);
  const speed = useSpeed(it.progress, readAt);
  return (
    <>
      {cancel.error && <Alert type="error" showIcon title={problemText(asProblem(cancel.error))} />}
      <Panel
        title={t("running")}
        extra={
          it.may.cancel && (
            <Popconfirm
              title={t("stop_sure")}
              description={t("stop_about")}
              okText={t("stop")}
              onConfirm={() => cancel.mutate()}
              styles={{ root: { maxWidth: 340 } }}
            >
              <Button size="small" danger loading={cancel.isPending}>
                {t("stop")}
              </Button>
            </Popconfirm>
          )
        }
      >
        <div className="col gap-sm">
          <Progress percent={percentOf(it.progress)} status="active" aria-label={t("running")} />
          <div className="row gap-lg wrap">
            <span>
              {t("rows_done")} <Count of={it.progress.rows} />{" "}
              <span className="muted">
                / {t("roughly")} <Count of={it.rows_estimate} />
              </span>
            </span>
            <span>
              {t("speed")} {speed ? <Count of={speed.rowsPerSecond} /> : "…"} {t("rows_per_second")}
            </span>
            {speed?.secondsLeft !== undefined && (
              <span>
                {t("time_left")} <Duration seconds={speed.secondsLeft} />
              </span>
            )}
          </div>
          <div className="small muted">{t("running_about")}</div>
        </div>
      </Panel>
      <Counts of={it.progress} />
    </>
  );
}
