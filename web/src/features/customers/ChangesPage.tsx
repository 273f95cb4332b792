/** Changes of what identifies customers, waiting for a second person: the longest first. */
import { Link } from "@tanstack/react-router";
import { Skeleton, Table } from "antd";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { RequestVerbs, useRequestWords } from "./RequestLine";
import { type ChangeRequest, usePending } from "./requestQueries";

export function ChangesPage() {
  return (
    <Allowed to="customers.approve_change">
      <Changes />
    </Allowed>
  );
}

function Changes() {
  const t = useWords("customers");
  const words = useRequestWords();
  const pending = usePending();
  return (
    <div className="page">
      <PageHead title={t("changes")} about={t("changes_about")} />
      <section className="panel">
        {pending.isPending && <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />}
        {pending.isError && <Failure error={pending.error} onRetry={() => pending.refetch()} />}
        {pending.isSuccess && (
          <Table<ChangeRequest>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={pending.rows}
            locale={{ emptyText: <Nothing text={t("no_pending_changes")} /> }}
            columns={[
              { title: t("asked_at"), width: 150, render: (_, row) => <When at={row.asked_at} /> },
              {
                title: t("customer"),
                width: 160,
                ellipsis: true,
                render: (_, row) => (
                  <Link to="/customers/$id" params={{ id: row.customer.id }} className="subject">
                    {row.customer.name}
                  </Link>
                ),
              },
              { title: t("change"), render: (_, row) => words(row) },
              { title: t("asked_by"), width: 120, ellipsis: true, render: (_, row) => row.asked_by?.name ?? "—" },
              { width: 180, render: (_, row) => <RequestVerbs it={row} /> },
            ]}
          />
        )}
        <More
          loaded={pending.rows.length}
          hasMore={pending.hasNextPage}
          loading={pending.isFetchingNextPage}
          onMore={() => pending.fetchNextPage()}
        />
      </section>
    </div>
  );
}
