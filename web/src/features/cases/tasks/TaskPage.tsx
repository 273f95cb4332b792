/** The department's page: what is asked, the part of the case it may see, and a box for the answer. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { Task } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { KindTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { AnswerBox } from "./AnswerBox";
import { useTask } from "./queries";
import { TaskChip, TaskStatusTag } from "./TaskChip";
import { TaskEntries, TaskFiles } from "./TaskEntries";
import { TaskUpload } from "./TaskUpload";
import { TaskVerbs } from "./TaskVerbs";

const route = getRouteApi("/tasks/$id");

export function TaskPage() {
  const { id } = route.useParams();
  const task = useTask(id);
  return (
    <Allowed to="cases.answer">
      <div className="page task-page">
        <Loaded query={task} rows={8}>
          {(it) => <TaskView key={it.id} task={it} />}
        </Loaded>
      </div>
    </Allowed>
  );
}

function TaskView({ task }: { task: Task }) {
  const t = useWords("tasks");
  return (
    <>
      <PageHead
        back={{ to: "/tasks", label: t("page_title") }}
        title={task.subject}
        about={
          <span className="row gap-sm wrap">
            <TaskStatusTag status={task.status} />
            <TaskChip task={task} />
            {task.urge_count > 0 && <span className="alarm-words">{t("urged_times", { count: task.urge_count })}</span>}
          </span>
        }
        extra={<TaskVerbs task={task} without={["answer"]} size="middle" />}
      />
      <div className="case">
        <div className="case-main">
          <Panel title={t("request")}>
            <TaskEntries task={task} />
          </Panel>
          {task.may.answer && <AnswerBox task={task} />}
        </div>
        <aside className="case-side">
          <Panel title={t("files")} extra={<TaskUpload task={task} />}>
            {task.files.length ? <TaskFiles task={task} /> : <span className="muted">{t("no_files")}</span>}
          </Panel>
          <CasePart task={task} />
        </aside>
      </div>
    </>
  );
}

function CasePart({ task }: { task: Task }) {
  const t = useWords("tasks");
  const english = useLocale() === "en-US";
  const product = task.matter?.product;
  const number = task.may.see_case ? (
    <Link to="/cases/$id" params={{ id: task.case_id }} className="mono">
      {task.case_number}
    </Link>
  ) : (
    <span className="mono">{task.case_number}</span>
  );
  const facts: [string, React.ReactNode][] = [
    [t("column.case"), number],
    [t("column.kind"), <KindTag key="k" kind={task.case_kind} />],
    [t("column.asked_by"), task.asked_by?.name ?? "—"],
    [t("column.asked_at"), <When key="a" at={task.created_at} />],
    [t("due.title"), <When key="d" at={task.due_at} />],
    [t("handler"), task.handler?.name ?? t("anyone")],
  ];
  if (task.customer) facts.push([t("customer"), task.customer.name]);
  if (product) facts.push([t("product"), english ? product.name_en : product.name]);
  return (
    <Panel title={t("case_part")}>
      <Facts items={facts} />
      {task.matter && (
        <div className="task-matter">
          <div className="strong">{task.matter.subject}</div>
          <div className="pre">{task.matter.description}</div>
        </div>
      )}
      {!task.may.see_case && <p className="muted small">{t("case_part_about")}</p>}
    </Panel>
  );
}
