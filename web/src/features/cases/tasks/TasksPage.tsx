/** 待协办: what one's department was asked, the first due on top. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { Checkbox, Skeleton, Table, type TableColumnsType, Tabs } from "antd";
import type { TaskRow } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { KindTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useTaskCounts, useTasks } from "./queries";
import { type Standing, standings } from "./search";
import { TaskChip, TaskStatusTag } from "./TaskChip";

const route = getRouteApi("/tasks");

export function TasksPage() {
  return (
    <Allowed to="cases.answer">
      <TasksList />
    </Allowed>
  );
}

function useColumns(): TableColumnsType<TaskRow> {
  const t = useWords("tasks");
  return [
    { title: t("column.due"), width: 128, render: (_, task) => <TaskChip task={task} /> },
    {
      title: t("column.subject"),
      render: (_, task) => (
        <Link to="/tasks/$id" params={{ id: task.id }} className="subject">
          {task.subject}
        </Link>
      ),
    },
    { title: t("column.status"), width: 92, render: (_, task) => <TaskStatusTag status={task.status} /> },
    {
      title: t("column.handler"),
      width: 100,
      responsive: ["md"],
      render: (_, task) => task.handler?.name ?? <span className="muted">{t("anyone")}</span>,
    },
    {
      title: t("column.asked_by"),
      width: 100,
      responsive: ["md"],
      render: (_, task) => task.asked_by?.name ?? <span className="muted">—</span>,
    },
    {
      title: t("column.urged"),
      width: 70,
      responsive: ["md"],
      render: (_, task) =>
        task.urge_count ? <span className="num">{task.urge_count}</span> : <span className="muted">—</span>,
    },
    {
      title: t("column.case"),
      width: 130,
      responsive: ["md"],
      render: (_, task) => <span className="mono">{task.case_number}</span>,
    },
    { title: t("column.kind"), width: 90, responsive: ["lg"], render: (_, task) => <KindTag kind={task.case_kind} /> },
    {
      title: t("column.asked_at"),
      width: 110,
      responsive: ["md"],
      render: (_, task) => <When at={task.created_at} style="short" />,
    },
  ];
}

function TasksList() {
  const t = useWords("tasks");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const standing = search.standing ?? "to_do";
  const tasks = useTasks(standing, search.mine === true);
  const counts = useTaskCounts().data;
  const columns = useColumns();
  const label = (one: Standing) =>
    one === "to_do" && counts ? `${t("standing.to_do")} ${counts.to_do}` : t(`standing.${one}`);
  return (
    <div className="page">
      <PageHead title={t("page_title")} about={t("page_about")} />
      <section className="panel">
        <div className="row between tabs-bar wrap">
          <Tabs
            activeKey={standing}
            onChange={(next) => navigate({ search: { ...search, standing: next as Standing }, replace: true })}
            items={standings.map((one) => ({ key: one, label: label(one) }))}
          />
          <Checkbox
            checked={search.mine === true}
            onChange={(e) => navigate({ search: { ...search, mine: e.target.checked || undefined }, replace: true })}
          >
            {t("only_mine")}
          </Checkbox>
        </div>
        {tasks.isPending && <Skeleton active title={false} paragraph={{ rows: 6 }} className="pad" />}
        {tasks.isError && !tasks.rows.length && <Failure error={tasks.error} onRetry={() => tasks.refetch()} />}
        {tasks.isSuccess && (
          <Table<TaskRow>
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={tasks.rows}
            pagination={false}
            locale={{ emptyText: <Nothing text={t(`empty.${standing}`)} /> }}
          />
        )}
        <More
          loaded={tasks.rows.length}
          hasMore={tasks.hasNextPage}
          loading={tasks.isFetchingNextPage}
          onMore={() => tasks.fetchNextPage()}
        />
      </section>
    </div>
  );
}
