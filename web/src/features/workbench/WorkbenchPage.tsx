/** What makes the day shorter: views, saved replies, macros, bulk actions, exports, planned cases. */
import { getRouteApi } from "@tanstack/react-router";
import { Tabs } from "antd";
import type { ComponentType } from "react";
import { holds, useMe } from "@/api/session";
import { Allowed } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { BulkJobsPanel, ExportsPanel } from "./JobPanels";
import { MacrosPanel } from "./MacrosPanel";
import { RecurringPanel } from "./RecurringPanel";
import { SavedRepliesPanel } from "./SavedRepliesPanel";
import { type WorkbenchTab, workbenchTabs } from "./search";
import { ViewsPanel } from "./ViewsPanel";

const route = getRouteApi("/workbench");

interface PanelProps {
  /** The bulk action or export that the address names. */
  job?: string;
  onJob: (job?: string) => void;
}

const panels: Record<WorkbenchTab, { needs: string; Panel: ComponentType<PanelProps> }> = {
  replies: { needs: "workbench.use", Panel: SavedRepliesPanel },
  macros: { needs: "workbench.use", Panel: MacrosPanel },
  views: { needs: "workbench.use", Panel: ViewsPanel },
  recurring: { needs: "workbench.recur", Panel: RecurringPanel },
  bulk: { needs: "workbench.bulk", Panel: BulkJobsPanel },
  exports: { needs: "workbench.export", Panel: ExportsPanel },
};

export function WorkbenchPage() {
  const t = useWords("workbench");
  const me = useMe();
  const { tab, job } = route.useSearch();
  const navigate = route.useNavigate();
  const mine = workbenchTabs.filter((each) => holds(me, panels[each].needs));
  const shown = tab && mine.includes(tab) ? tab : mine[0];
  const Panel = shown && panels[shown].Panel;
  const onJob = (next?: string) => navigate({ search: { tab: shown, job: next }, replace: true });
  return (
    <Allowed to="workbench.use">
      <div className="page">
        <PageHead title={t("title")} about={t("about_page")} />
        <section className="panel">
          <div className="tabs-bar">
            <Tabs
              activeKey={shown}
              onChange={(key) => navigate({ search: { tab: key as WorkbenchTab }, replace: true })}
              items={mine.map((each) => ({ key: each, label: t(`tab.${each}`) }))}
            />
          </div>
          {Panel && <Panel job={job} onJob={onJob} />}
        </section>
      </div>
    </Allowed>
  );
}
