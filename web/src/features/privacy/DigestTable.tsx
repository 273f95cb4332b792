/** The weeks: how often somebody looked at personal data in the clear, and whether it was looked over. */
import { Link } from "@tanstack/react-router";
import { Skeleton, Table, Tag } from "antd";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type Digest, thisWeek, useDigests } from "./queries";

export function DigestTable() {
  const t = useWords("privacy");
  const digests = useDigests();
  if (digests.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />;
  if (digests.isError) return <Failure error={digests.error} onRetry={() => digests.refetch()} />;
  return (
    <>
      <div className="bar">
        <Link to="/privacy/digests/$id" params={{ id: thisWeek }}>
          {t("this_week")}
        </Link>
      </div>
      <Table<Digest>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={digests.rows}
        locale={{ emptyText: <Nothing text={t("no_digests")} /> }}
        columns={[
          {
            title: t("week"),
            render: (_, row) => (
              <Link to="/privacy/digests/$id" params={{ id: row.id }} className="subject">
                {t("week_from")} <When at={row.from} style="day" />
              </Link>
            ),
          },
          { title: t("reveals"), width: 110, align: "right", render: (_, row) => <Count of={row.reveals} /> },
          { title: t("people"), width: 90, align: "right", render: (_, row) => <Count of={row.people} /> },
          { title: t("customers"), width: 110, align: "right", render: (_, row) => <Count of={row.customers} /> },
          { title: t("flagged"), width: 110, align: "right", render: (_, row) => <Flagged of={row.flagged} /> },
          {
            title: t("reviewed"),
            width: 220,
            render: (_, row) =>
              row.reviewed_at ? (
                <span>
                  {row.reviewed_by?.name} · <When at={row.reviewed_at} style="short" />
                </span>
              ) : (
                <Tag color="gold" variant="filled" className="tag">
                  {t("not_reviewed")}
                </Tag>
              ),
          },
        ]}
      />
      <More
        loaded={digests.rows.length}
        hasMore={digests.hasNextPage}
        loading={digests.isFetchingNextPage}
        onMore={() => digests.fetchNextPage()}
      />
    </>
  );
}

export function Flagged({ of }: { of: number }) {
  return of > 0 ? (
    <Tag color="orange" variant="filled" className="tag">
      <Count of={of} />
    </Tag>
  ) : (
    <Count of={0} />
  );
}
