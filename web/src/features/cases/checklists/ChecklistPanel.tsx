/** What is to be ticked off on this case: who ticked it and when, in an order one can change. */
import { Button, Dropdown, Progress } from "antd";
import { useState } from "react";
import type { Case } from "@/api/types";
import { Failure } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useLocale, useWords } from "@/ui/words";
import { useRun } from "../useRun";
import { ChecklistAdd } from "./ChecklistAdd";
import { ChecklistLine } from "./ChecklistLine";
import { moved } from "./order";
import { useChecklist, useChecklistVerbs, useTemplates } from "./queries";

export function ChecklistPanel({ it }: { it: Case }) {
  const t = useWords("checklists");
  const english = useLocale() === "en-US";
  const checklist = useChecklist(it.id);
  const templates = useTemplates(false);
  const verbs = useChecklistVerbs(it.id);
  const run = useRun();
  const [adding, setAdding] = useState(false);
  const list = checklist.data;
  const there = new Set(list?.items.map((item) => item.template_id));
  const offered = (templates.data ?? []).filter(
    (one) => !there.has(one.id) && (!one.kinds.length || one.kinds.includes(it.kind)),
  );
  if (checklist.isError && !list) {
    return (
      <Panel title={t("title")}>
        <Failure error={checklist.error} onRetry={() => checklist.refetch()} />
      </Panel>
    );
  }
  if (!list || (!list.items.length && !list.may_work)) return null;
  const { done, total } = list.progress;
  const ids = list.items.map((item) => item.id);
  const menu = [
    ...offered.map((one) => ({
      key: one.id,
      label: english ? one.name_en : one.name,
      onClick: () => run(() => verbs.put(one.id), t("put_done")),
    })),
    { key: "add", label: t("add_item"), onClick: () => setAdding(true) },
  ];
  return (
    <Panel
      title={
        <span className="row gap-sm">
          {t("title")}
          {total > 0 && <span className="muted small num">{t("progress", { done, total })}</span>}
        </span>
      }
      extra={
        list.may_work && (
          <Dropdown trigger={["click"]} menu={{ items: menu }}>
            <Button size="small" type="link">
              {t("add")}
            </Button>
          </Dropdown>
        )
      }
    >
      {total > 0 && (
        <Progress percent={Math.round((done / total) * 100)} size="small" showInfo={false} aria-label={t("title")} />
      )}
      {!total && !adding && <div className="muted">{t("none")}</div>}
      {list.items.map((item, n) => (
        <ChecklistLine
          key={item.id}
          item={item}
          editable={list.may_work}
          onTick={(ticked) => run(() => verbs.tick(item.id, ticked), t(ticked ? "ticked" : "unticked"))}
          onMove={(step) => run(() => verbs.reorder(moved(ids, n, step)), t("moved"))}
          onRemove={() => run(() => verbs.remove(item.id), t("removed"))}
        />
      ))}
      {adding && <ChecklistAdd caseId={it.id} onClose={() => setAdding(false)} />}
    </Panel>
  );
}
