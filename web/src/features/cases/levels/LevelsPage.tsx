/** The versions of the service levels: drafts and what was published, newest first. */
import { PlusOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Form, Input, Skeleton, Table, Tag } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import { FormDrawer } from "@/ui/FormDrawer";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { useNewDraft, useVersions } from "./queries";
import type { VersionRow } from "./types";

export function LevelsPage() {
  return (
    <Allowed to="cases.levels_view">
      <VersionList />
    </Allowed>
  );
}

export function VersionState({ row }: { row: Pick<VersionRow, "number" | "current"> }) {
  const t = useWords("levels");
  const state = row.current ? "current" : row.number ? "past" : "draft";
  const colour = { current: "green", past: undefined, draft: "gold" }[state];
  return (
    <Tag color={colour} variant="filled" className="tag">
      {t(`state.${state}`)}
    </Tag>
  );
}

function VersionList() {
  const t = useWords("levels");
  const mayDraft = useHolds("cases.levels");
  const versions = useVersions();
  const [drafting, setDrafting] = useState(false);
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          mayDraft && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setDrafting(true)}>
              {t("new_draft")}
            </Button>
          )
        }
      />
      <section className="panel">
        {versions.isPending && <Skeleton active title={false} paragraph={{ rows: 6 }} className="pad" />}
        {versions.isError && !versions.rows.length && (
          <Failure error={versions.error} onRetry={() => versions.refetch()} />
        )}
        {versions.isSuccess && <VersionTable rows={versions.rows} />}
        <More
          loaded={versions.rows.length}
          hasMore={versions.hasNextPage}
          loading={versions.isFetchingNextPage}
          onMore={() => versions.fetchNextPage()}
        />
      </section>
      <DraftDrawer open={drafting} onClose={() => setDrafting(false)} />
    </div>
  );
}

function VersionTable({ rows }: { rows: VersionRow[] }) {
  const t = useWords("levels");
  const by = (name?: string | null) => name ?? t("system");
  return (
    <Table<VersionRow>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      scroll={{ x: 900 }}
      locale={{ emptyText: <Nothing text={t("empty")} /> }}
      columns={[
        { title: t("number"), width: 80, render: (_, row) => (row.number ? `V${row.number}` : "—") },
        {
          title: t("name"),
          render: (_, row) => (
            <Link to="/service-levels/$id" params={{ id: row.id }} className="strong">
              {row.title}
            </Link>
          ),
        },
        { title: t("state_label"), width: 100, render: (_, row) => <VersionState row={row} /> },
        { title: t("levels_count"), width: 90, className: "num", dataIndex: "levels_count" },
        { title: t("made_by"), width: 140, render: (_, row) => by(row.created_by?.name) },
        { title: t("changed"), width: 150, render: (_, row) => <When at={row.updated_at} /> },
        { title: t("published"), width: 150, render: (_, row) => <When at={row.published_at} /> },
        {
          title: t("opinion"),
          ellipsis: true,
          render: (_, row) => row.opinion ?? <span className="muted">—</span>,
        },
      ]}
    />
  );
}

function DraftDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords("levels");
  const make = useNewDraft();
  const navigate = useNavigate();
  return (
    <FormDrawer<{ title: string }>
      open={open}
      title={t("new_draft")}
      submit={t("draft_submit")}
      onClose={onClose}
      onSubmit={async (values) => {
        const made = await make.mutateAsync(values);
        navigate({ to: "/service-levels/$id", params: { id: made.id } });
      }}
    >
      <p className="muted">{t("new_draft_about")}</p>
      <Form.Item
        name="title"
        label={t("name")}
        rules={[{ required: true, whitespace: true, message: t("common:required") }]}
      >
        <Input maxLength={100} autoFocus placeholder={t("name_about")} />
      </Form.Item>
    </FormDrawer>
  );
}
