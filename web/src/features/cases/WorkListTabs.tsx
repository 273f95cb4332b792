/** The work lists and the queues, with how many each holds. */
import { useQuery } from "@tanstack/react-query";
import { Tabs } from "antd";
import { api, got } from "@/api/client";
import type { WorkListCounts } from "@/api/types";
import { useWords } from "@/ui/words";
import { type Tab, tabs } from "./filters";

const alarming: Tab[] = ["overdue", "due_today"];

export function WorkListTabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const t = useWords("cases");
  const counts = useQuery({
    queryKey: ["cases", "figures", "work-lists"],
    queryFn: () => got(api.GET("/api/v1/work-lists")),
    refetchInterval: 60_000,
  }).data;
  const label = (each: Tab) => {
    const count = counts?.[each as keyof WorkListCounts];
    if (!counts || count === undefined) return t(`tab.${each}`);
    const alarm = alarming.includes(each) && count > 0;
    const shown = count > counts.count_max ? `${counts.count_max}+` : String(count);
    return (
      <span title={shown}>
        {t(`tab.${each}`)}{" "}
        <span className={alarm ? "tab-count alarm" : "tab-count"} aria-hidden>
          {shown}
        </span>
      </span>
    );
  };
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => onTab(key as Tab)}
      items={tabs.map((each) => ({ key: each, label: label(each) }))}
    />
  );
}
