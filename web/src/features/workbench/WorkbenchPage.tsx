/** What makes the day shorter: views, saved replies, macros, bulk actions, exports, planned cases. */
import { getRouteApi } from "@tanstack/react-router";
import { Tabs } from "antd";
import type { ReactNode } from "react";
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

const panels: Record<WorkbenchTab, { needs: string; panel: ReactNode }> = {
  replies: { needs: "workbench.use", panel: <SavedRepliesPanel /> },
  macros: { needs: "workbench.use", panel: <MacrosPanel /> },
  views: { needs: "workbench.use", panel: <ViewsPanel /> },
  recurring: { needs: "workbench.recur", panel: <RecurringPanel /> },
  bulk: { needs: "workbench.bulk", panel: <BulkJobsPanel /> },
  exports: { needs: "workbench.export", panel: <ExportsPanel /> },
};

export function WorkbenchPage() {
  const t = useWords("workbench");
  const me = useMe();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const mine = workbenchTabs.filter((each) => holds(me, panels[each].needs));
  const shown = tab && mine.includes(tab) ? tab : mine[0];
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
          {shown && panels[shown].panel}
        </section>
      </div>
    </Allowed>
  );
}
