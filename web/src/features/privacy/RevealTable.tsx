import { Link } from "@tanstack/react-router";
import { Skeleton, Table, Tag } from "antd";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type DigestReveal, useDigestReveals } from "./queries";

export function RevealTable({ id }: { id: string }) {
  const t = useWords("privacy");
  const reveals = useDigestReveals(id);
  if (reveals.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} className="pad" />;
  if (reveals.isError) return <Failure error={reveals.error} onRetry={() => reveals.refetch()} />;
  return (
    <>
      <Table<DigestReveal>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={reveals.rows}
        locale={{ emptyText: <Nothing text={t("nobody_looked")} /> }}
        columns={[
          { title: t("when"), width: 130, render: (_, row) => <When at={row.at} style="short" /> },
          { title: t("who"), width: 110, ellipsis: true, render: (_, row) => row.by?.name ?? "—" },
          {
            title: t("whom"),
            width: 160,
            ellipsis: true,
            render: (_, row) => (
              <Link to="/customers/$id" params={{ id: row.customer_id }} className="subject">
                {row.customer_name}
              </Link>
            ),
          },
          { title: t("why"), ellipsis: true, render: (_, row) => row.reason || "—" },
          {
            title: t("for_case"),
            width: 90,
            render: (_, row) =>
              row.case_id ? (
                <Link to="/cases/$id" params={{ id: row.case_id }}>
                  {t("open_case")}
                </Link>
              ) : (
                <span className="muted">—</span>
              ),
          },
          {
            title: t("stands_out"),
            width: 250,
            render: (_, row) =>
              row.marks.map((mark) => (
                <Tag key={mark} color={mark === "no_case" ? undefined : "orange"} variant="filled" className="tag">
                  {t(`mark.${mark}`)}
                </Tag>
              )),
          },
        ]}
      />
      <More
        loaded={reveals.rows.length}
        hasMore={reveals.hasNextPage}
        loading={reveals.isFetchingNextPage}
        onMore={() => reveals.fetchNextPage()}
      />
    </>
  );
}
