/** Other systems that are told what happens. */
import { PlusOutlined } from "@ant-design/icons";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button, Skeleton, Table } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { Ago } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { EndpointDrawer } from "./EndpointDrawer";
import { EndpointPanel } from "./EndpointPanel";
import { useEndpoints } from "./queries";
import { SecretDialog } from "./SecretDialog";
import { EndpointTag } from "./Tags";
import type { Endpoint } from "./types";

export function WebhooksPage() {
  return (
    <Allowed to="webhooks.view">
      <Webhooks />
    </Allowed>
  );
}

function Webhooks() {
  const t = useWords("webhooks");
  const mayManage = useHolds("webhooks.manage");
  const { endpoint: chosen } = useSearch({ from: "/webhooks" });
  const navigate = useNavigate();
  const endpoints = useEndpoints();
  const [edited, setEdited] = useState<Endpoint | "new">();
  const [secret, setSecret] = useState<string>();
  const choose = (endpoint?: string) => navigate({ to: "/webhooks", search: { endpoint } });
  const shown = endpoints.rows.find((row) => row.id === chosen);
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          mayManage && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
              {t("new")}
            </Button>
          )
        }
      />
      <section className="panel">
        {endpoints.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} className="pad" />}
        {endpoints.isError && !endpoints.rows.length && (
          <Failure error={endpoints.error} onRetry={() => endpoints.refetch()} />
        )}
        {endpoints.data && (
          <Table<Endpoint>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={endpoints.rows}
            scroll={{ x: 800 }}
            rowClassName={(row) => (row.id === chosen ? "ant-table-row-selected" : "")}
            locale={{ emptyText: <Nothing text={t("empty")} /> }}
            columns={[
              {
                title: t("name"),
                width: 220,
                ellipsis: true,
                render: (_, row) => (
                  <Button type="link" size="small" onClick={() => choose(row.id)}>
                    {row.name}
                  </Button>
                ),
              },
              {
                title: t("url"),
                ellipsis: true,
                render: (_, row) => <span className="mono">{row.url}</span>,
              },
              {
                title: t("kinds"),
                width: 120,
                render: (_, row) => (row.kinds.length ? t("kinds_count", { count: row.kinds.length }) : t("all_kinds")),
              },
              { title: t("column.state"), width: 190, render: (_, row) => <EndpointTag of={row} /> },
              { title: t("last_success"), width: 120, render: (_, row) => <Ago at={row.last_success_at} /> },
            ]}
          />
        )}
        <More
          loaded={endpoints.rows.length}
          hasMore={endpoints.hasNextPage}
          loading={endpoints.isFetchingNextPage}
          onMore={() => endpoints.fetchNextPage()}
        />
      </section>
      {shown && (
        <EndpointPanel of={shown} onEdit={() => setEdited(shown)} onSecret={setSecret} onGone={() => choose()} />
      )}
      <EndpointDrawer it={edited} onSecret={setSecret} onClose={() => setEdited(undefined)} />
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </div>
  );
}
