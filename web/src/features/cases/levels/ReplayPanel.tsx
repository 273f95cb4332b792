/** The policy time machine: this version played over what has run, beside what happened. */
import { Alert, Button, Progress, Select } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { startOfDay } from "@/ui/format";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Count, useTimeZone, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { useReplay, useReplays, useReplayVerbs } from "./queries";
import { ReplayResult } from "./ReplayResult";
import type { Replay, Version } from "./types";

const months = [1, 3, 6, 12] as const;

export function ReplayPanel({ it }: { it: Version }) {
  const t = useWords("levels");
  const zone = useTimeZone();
  const [back, setBack] = useState<(typeof months)[number]>(12);
  const [chosen, setChosen] = useState<string>();
  const replays = useReplays(it.id);
  const { start } = useReplayVerbs(it.id);
  const run = async () => {
    const today = new Date();
    const from = new Date(today.getFullYear(), today.getMonth() - back, 1);
    const day = `${from.getFullYear()}-${String(from.getMonth() + 1).padStart(2, "0")}-01`;
    const made = await start.mutateAsync({ from_at: startOfDay(day, zone), to_at: today.toISOString() });
    setChosen(made.id);
  };
  const shown = chosen ?? replays.data?.[0]?.id;
  return (
    <div className="col gap">
      <p className="muted">{t("replay_about")}</p>
      <div className="row gap-sm wrap">
        {it.may.replay && (
          <>
            <Select
              aria-label={t("period")}
              style={{ width: 150 }}
              value={back}
              options={months.map((value) => ({ value, label: t("months_back", { count: value }) }))}
              onChange={setBack}
            />
            <Button type="primary" loading={start.isPending} onClick={() => run().catch(() => {})}>
              {t("replay_start")}
            </Button>
          </>
        )}
        {(replays.data?.length ?? 0) > 1 && (
          <Select
            aria-label={t("replays")}
            style={{ minWidth: 220 }}
            value={shown}
            options={replays.data?.map((one) => ({ value: one.id, label: <When at={one.created_at} /> }))}
            onChange={setChosen}
          />
        )}
      </div>
      {start.isError && <Alert type="error" showIcon title={problemText(asProblem(start.error))} />}
      <Loaded query={replays} rows={3}>
        {() => (shown ? <OneReplay id={shown} versionId={it.id} /> : <Nothing text={t("no_replays")} />)}
      </Loaded>
    </div>
  );
}

function OneReplay({ id, versionId }: { id: string; versionId: string }) {
  const replay = useReplay(id);
  return <Loaded query={replay}>{(it) => <Found it={it} versionId={versionId} />}</Loaded>;
}

function Found({ it, versionId }: { it: Replay; versionId: string }) {
  const t = useWords("levels");
  const { cancel } = useReplayVerbs(versionId);
  return (
    <div className="col gap">
      <div className="row gap wrap">
        <span>
          <When at={it.from_at} style="day" /> – <When at={it.to_at} style="day" />
        </span>
        <span className="muted">{t(`replay_state.${it.state}`)}</span>
        <span className="muted">
          <Count of={it.clocks} /> {t("clocks_played")}
        </span>
        {it.state === "running" && (
          <Progress percent={it.percent} style={{ width: 220 }} aria-label={t("replay_state.running")} />
        )}
        {it.may_cancel && (
          <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(it.id)}>
            {t("replay_stop")}
          </Button>
        )}
      </div>
      <ReplayResult it={it} />
    </div>
  );
}
