/** On the case: what other departments were asked, where it stands, and what we may do about it. */
import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Case, Task } from "@/api/types";
import { Failure } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { AskDrawer } from "./AskDrawer";
import { useCaseTasks } from "./queries";
import { TaskChip, TaskStatusTag } from "./TaskChip";
import { TaskEntries, TaskFiles } from "./TaskEntries";
import { TaskUpload } from "./TaskUpload";
import { TaskVerbs } from "./TaskVerbs";

export function TaskPanel({ it }: { it: Case }) {
  const t = useWords("tasks");
  const tasks = useCaseTasks(it.id);
  const [asking, setAsking] = useState(false);
  const rows = tasks.data ?? [];
  const english = useLocale() === "en-US";
  if (!rows.length && !it.may.ask && !tasks.isError) return null;
  const waits = it.tasks?.waits_for;
  return (
    <>
      <Panel
        title={
          <span className="row gap-sm wrap">
            {t("title")}
            {waits && (
              <span className="waits-for">{t("waits_for", { unit: english ? waits.name_en : waits.name })}</span>
            )}
          </span>
        }
        flush
        extra={
          it.may.ask && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t("verb.ask")}
            </Button>
          )
        }
      >
        {tasks.isError && !rows.length && <Failure error={tasks.error} onRetry={() => tasks.refetch()} />}
        {!rows.length && !tasks.isError && <div className="muted small pad-sm">{t("none_asked")}</div>}
        {rows.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </Panel>
      <AskDrawer it={it} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

const open: Task["status"][] = ["answered", "returned"];

function TaskLine({ task }: { task: Task }) {
  const t = useWords("tasks");
  const english = useLocale() === "en-US";
  // What came back unfolds by itself, until somebody folds it.
  const [chosen, setChosen] = useState<boolean>();
  const unfolded = chosen ?? open.includes(task.status);
  return (
    <section className="task-line">
      <div className="row gap-sm wrap">
        <button type="button" className="task-fold" aria-expanded={unfolded} onClick={() => setChosen(!unfolded)}>
          {unfolded ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />}
          <span className="muted num">{task.n}</span>
          <span className="strong">{task.subject}</span>
        </button>
        <TaskStatusTag status={task.status} />
        <TaskChip task={task} />
        {task.urge_count > 0 && <span className="muted small">{t("urged_times", { count: task.urge_count })}</span>}
        {!task.required && <span className="muted small">{t("not_required")}</span>}
        <span className="grow" />
        <TaskVerbs task={task} without={["accept", "answer", "give_back", "reassign"]} />
      </div>
      <div className="muted small">
        {english ? task.unit?.name_en : task.unit?.name}
        {task.handler ? ` · ${task.handler.name}` : ""} · {t("asked_by", { name: task.asked_by?.name ?? "—" })} ·{" "}
        <When at={task.created_at} style="short" />
      </div>
      {unfolded && (
        <div className="col gap task-body">
          <TaskEntries task={task} />
          <TaskFiles task={task} />
          <TaskUpload task={task} />
        </div>
      )}
    </section>
  );
}
