/** One version: its levels, what a check says, a trial, replays, and how it differs from the current one. */
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Alert, App, Button, Tabs } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { Allowed, Loaded } from "@/ui/Loaded";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { PageHead } from "@/ui/PageHead";
import { useUnsaved } from "@/ui/unsaved";
import { problemText, useWords } from "@/ui/words";
import { CheckPanel } from "./CheckPanel";
import { DiffPanel } from "./DiffPanel";
import { LevelsEditor } from "./LevelsEditor";
import { VersionState } from "./LevelsPage";
import { useCurrentRow, useReport, useVersion, useVersionVerbs } from "./queries";
import { ReplayPanel } from "./ReplayPanel";
import { TrialPanel } from "./TrialPanel";
import type { Level, Version } from "./types";

const route = getRouteApi("/service-levels/$id");

export function VersionPage() {
  const { id } = route.useParams();
  const version = useVersion(id);
  return (
    <Allowed to="cases.levels_view">
      <Loaded query={version}>{(it) => <OneVersion key={it.id} it={it} />}</Loaded>
    </Allowed>
  );
}

/** What is typed here and not saved yet; begins anew with each version that is read. */
function useTyped(it: Version) {
  const [levels, setLevels] = useState<Level[]>(it.levels);
  const [from, setFrom] = useState(it.version);
  useEffect(() => {
    if (from === it.version) return;
    setFrom(it.version);
    setLevels(it.levels);
  }, [it, from]);
  return { levels, setLevels, dirty: levels !== it.levels && from === it.version };
}

function OneVersion({ it }: { it: Version }) {
  const t = useWords("levels");
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const { levels, setLevels, dirty } = useTyped(it);
  const save = useSave(it);
  useUnsaved(() => dirty);
  const panels = {
    levels: <LevelsEditor levels={levels} onChange={it.may.edit ? setLevels : undefined} />,
    check: <CheckPanel it={it} />,
    trial: <TrialPanel it={it} />,
    replay: <ReplayPanel it={it} />,
    diff: <DiffPanel it={it} />,
  };
  return (
    <div className="page">
      <PageHead
        title={it.title}
        about={it.opinion ?? undefined}
        back={{ to: "/service-levels", label: t("title") }}
        extra={
          <>
            <VersionState row={it} />
            {it.may.edit && (
              <Button disabled={!dirty} onClick={() => save(levels)}>
                {t("common:save")}
              </Button>
            )}
            <Verbs it={it} dirty={dirty} />
          </>
        }
      />
      {dirty && <Alert type="info" showIcon title={t("not_saved")} />}
      <section className="panel">
        <div className="tabs-bar">
          <Tabs
            activeKey={tab ?? "levels"}
            onChange={(next) => navigate({ search: { tab: next as keyof typeof panels }, replace: true })}
            items={Object.keys(panels).map((key) => ({ key, label: t(`tab.${key}`) }))}
          />
        </div>
        <div className="pad">{panels[tab ?? "levels"]}</div>
      </section>
    </div>
  );
}

function useSave(it: Version) {
  const t = useWords("levels");
  const { message } = App.useApp();
  const { save } = useVersionVerbs(it);
  return async (levels: Level[]) => {
    try {
      await save.mutateAsync({ levels });
      message.success(t("saved"));
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  };
}

function Verbs({ it, dirty }: { it: Version; dirty: boolean }) {
  const t = useWords("levels");
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const { publish, discard, save } = useVersionVerbs(it);
  const report = useReport(it);
  const current = useCurrentRow();
  const [open, setOpen] = useState(false);
  if (!it.may.publish) return null;
  const behind = current && it.based_on !== current.id;
  const throwAway = () =>
    modal.confirm({
      title: t("discard_title"),
      content: t("discard_about"),
      okText: t("discard"),
      okButtonProps: { danger: true },
      onOk: async () => {
        await discard.mutateAsync();
        navigate({ to: "/service-levels" });
      },
    });
  return (
    <>
      <Button danger onClick={throwAway}>
        {t("discard")}
      </Button>
      {behind && (
        <Button onClick={() => save.mutate({ based_on: current.id })}>{t("seen", { number: current.number })}</Button>
      )}
      <Button type="primary" disabled={dirty || behind || !report.data?.publishable} onClick={() => setOpen(true)}>
        {t("publish")}
      </Button>
      <OpinionDialog
        open={open}
        title={t("publish_title")}
        label={t("opinion")}
        confirm={t("publish")}
        required
        explain={t("publish_about")}
        onSubmit={(opinion) => publish.mutateAsync(opinion)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
