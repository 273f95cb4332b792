/** Next steps about customers: mine or everybody's, the longest due first. */
import { getRouteApi, Link } from "@tanstack/react-router";
import { Checkbox, Segmented, Skeleton, Table } from "antd";
import { useHolds } from "@/api/session";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useToday } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { NeedVerbs } from "./NeedVerbs";
import { type Need, useFollowUps } from "./needQueries";

const route = getRouteApi("/customer-needs");

export function FollowUpsPage() {
  return (
    <Allowed to="customers.view">
      <FollowUps />
    </Allowed>
  );
}

function FollowUps() {
  const t = useWords("customers");
  const { all = false, due = false } = route.useSearch();
  const navigate = route.useNavigate();
  const today = useToday();
  const mayEdit = useHolds("customers.edit");
  const steps = useFollowUps(all, due);
  return (
    <div className="page">
      <PageHead title={t("follow_ups")} about={t("follow_ups_about")} />
      <section className="panel">
        <div className="bar">
          <Segmented
            value={all ? "all" : "mine"}
            onChange={(value) =>
              navigate({ search: (s) => ({ ...s, all: value === "all" || undefined }), replace: true })
            }
            options={(["mine", "all"] as const).map((value) => ({ value, label: t(`follow_ups_of.${value}`) }))}
          />
          <Checkbox
            checked={due}
            onChange={(e) => navigate({ search: (s) => ({ ...s, due: e.target.checked || undefined }), replace: true })}
          >
            {t("only_due_steps")}
          </Checkbox>
        </div>
        {steps.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
        {steps.isError && <Failure error={steps.error} onRetry={() => steps.refetch()} />}
        {steps.isSuccess && (
          <Table<Need>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={steps.rows}
            scroll={{ x: 1000 }}
            locale={{ emptyText: <Nothing text={t("no_steps")} /> }}
            columns={[
              {
                title: t("due_on"),
                width: 120,
                render: (_, row) => (
                  <span className={(row.due_on ?? "") < today ? "num alarm-text" : "num"}>{row.due_on}</span>
                ),
              },
              {
                title: t("customer"),
                width: 140,
                ellipsis: true,
                render: (_, row) => (
                  <Link
                    to="/customers/$id"
                    params={{ id: row.customer.id }}
                    search={{ tab: "needs" }}
                    className="subject"
                  >
                    {row.customer.name}
                  </Link>
                ),
              },
              { title: t("next_step"), ellipsis: true, render: (_, row) => row.next_step },
              { title: t("need_words"), ellipsis: true, render: (_, row) => row.words },
              { title: t("owner"), width: 100, ellipsis: true, render: (_, row) => row.owner?.name ?? "—" },
              { width: 250, render: (_, row) => mayEdit && <NeedVerbs it={row} /> },
            ]}
          />
        )}
        <More
          loaded={steps.rows.length}
          hasMore={steps.hasNextPage}
          loading={steps.isFetchingNextPage}
          onMore={() => steps.fetchNextPage()}
        />
      </section>
    </div>
  );
}
