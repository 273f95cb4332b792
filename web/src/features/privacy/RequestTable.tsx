/** What customers asked for: copies and erasures, and who decided. */
import { Link } from "@tanstack/react-router";
import { Skeleton, Table } from "antd";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type PrivacyRequest, useRequests } from "./queries";
import { RequestState, RequestVerbs } from "./RequestParts";

export function RequestTable() {
  const t = useWords("privacy");
  const requests = useRequests();
  if (requests.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />;
  if (requests.isError) return <Failure error={requests.error} onRetry={() => requests.refetch()} />;
  return (
    <>
      <Table<PrivacyRequest>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={requests.rows}
        locale={{ emptyText: <Nothing text={t("no_requests")} /> }}
        columns={[
          { title: t("asked_at"), width: 130, render: (_, row) => <When at={row.asked_at} style="short" /> },
          { title: t("kind"), width: 110, render: (_, row) => t(`request.${row.kind}`) },
          {
            title: t("customer"),
            width: 150,
            ellipsis: true,
            render: (_, row) => (
              <Link to="/customers/$id" params={{ id: row.customer_id }} className="subject">
                {row.customer_name}
              </Link>
            ),
          },
          { title: t("why"), ellipsis: true, render: (_, row) => row.reason },
          { title: t("asked_by"), width: 100, ellipsis: true, render: (_, row) => row.asked_by?.name ?? "—" },
          { title: t("state"), width: 210, render: (_, row) => <RequestState of={row} /> },
          { title: t("decided_by"), width: 100, ellipsis: true, render: (_, row) => row.decided_by?.name ?? "—" },
          { key: "verbs", width: 150, render: (_, row) => <RequestVerbs it={row} /> },
        ]}
      />
      <More
        loaded={requests.rows.length}
        hasMore={requests.hasNextPage}
        loading={requests.isFetchingNextPage}
        onMore={() => requests.fetchNextPage()}
      />
    </>
  );
}
