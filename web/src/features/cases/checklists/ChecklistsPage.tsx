/** The checklists an administrator writes, and a look at what a case of each kind would get. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Skeleton, Table, Tag } from "antd";
import { useState } from "react";
import type { ChecklistTemplate } from "@/api/types";
import { Allowed, Failure, Nothing } from "@/ui/Loaded";
import { PageHead } from "@/ui/PageHead";
import { KindTag } from "@/ui/Tags";
import { useLocale, useWords } from "@/ui/words";
import { ChecklistDrawer } from "./ChecklistDrawer";
import { ChecklistTrial } from "./ChecklistTrial";
import { useTemplates } from "./queries";

export function ChecklistsPage() {
  return (
    <Allowed to="cases.configure">
      <Templates />
    </Allowed>
  );
}

function Templates() {
  const t = useWords("checklists");
  const english = useLocale() === "en-US";
  const [retired, setRetired] = useState(false);
  const [edited, setEdited] = useState<ChecklistTemplate | "new">();
  const templates = useTemplates(retired);
  return (
    <div className="page">
      <PageHead
        title={t("page_title")}
        about={t("page_about")}
        extra={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
            {t("new")}
          </Button>
        }
      />
      <section className="panel">
        <div className="bar">
          <Checkbox checked={retired} onChange={(e) => setRetired(e.target.checked)}>
            {t("with_retired")}
          </Checkbox>
        </div>
        {templates.isPending && <Skeleton active title={false} paragraph={{ rows: 4 }} className="pad" />}
        {templates.isError && <Failure error={templates.error} onRetry={() => templates.refetch()} />}
        {templates.data && (
          <Table<ChecklistTemplate>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={templates.data}
            locale={{ emptyText: <Nothing text={t("empty")} /> }}
            columns={[
              {
                title: t("name"),
                render: (_, one) => <span className="strong">{english ? one.name_en : one.name}</span>,
              },
              {
                title: t("kinds"),
                render: (_, one) =>
                  one.kinds.length ? (
                    <span className="row gap-sm wrap">
                      {one.kinds.map((kind) => (
                        <KindTag key={kind} kind={kind} />
                      ))}
                    </span>
                  ) : (
                    t("all_kinds")
                  ),
              },
              {
                title: t("at_opening"),
                width: 130,
                render: (_, one) => t(one.at_opening ? "common:yes" : "common:no"),
              },
              {
                title: t("items"),
                width: 150,
                render: (_, one) =>
                  t("items_count", {
                    count: one.items.length,
                    required: one.items.filter((item) => item.required).length,
                  }),
              },
              {
                title: t("state"),
                width: 90,
                render: (_, one) => (
                  <Tag className="tag" color={one.active ? "green" : undefined} variant="filled">
                    {t(one.active ? "in_use" : "retired")}
                  </Tag>
                ),
              },
              {
                key: "edit",
                width: 70,
                render: (_, one) => (
                  <Button size="small" type="link" onClick={() => setEdited(one)}>
                    {t("common:edit")}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </section>
      <ChecklistTrial templates={(templates.data ?? []).filter((one) => one.active)} />
      <ChecklistDrawer it={edited} onClose={() => setEdited(undefined)} />
    </div>
  );
}
