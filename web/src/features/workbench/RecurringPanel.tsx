/** Cases that open themselves by a plan. */
import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Switch, Table } from "antd";
import { useState } from "react";
import { api, got, ifMatch } from "@/api/client";
import { asProblem, Problem } from "@/api/problem";
import type { RecurringCase } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { usePages } from "@/ui/paging";
import { When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { plainOf } from "./plan";
import { RecurringDrawer } from "./RecurringDrawer";

function useRhythm() {
  const t = useWords("workbench");
  return (cron: string) => {
    const plain = plainOf(cron);
    if (plain.rhythm === "other") return cron;
    const part = plain.rhythm === "weekly" ? t(`plan.day_${plain.weekday}`) : "";
    const day = plain.rhythm === "monthly" ? t("plan.on_day", { day: plain.day }) : "";
    return [t(`plan.${plain.rhythm}`), part, day, plain.time].filter(Boolean).join(" ");
  };
}

export function RecurringPanel() {
  const t = useWords("workbench");
  const { message } = App.useApp();
  const client = useQueryClient();
  const rhythm = useRhythm();
  const key = ["workbench", "recurring"];
  const plans = usePages(key, (cursor) => got(api.GET("/api/v1/recurring-cases", { params: { query: { cursor } } })));
  const [edited, setEdited] = useState<RecurringCase | "new">();
  async function turn(it: RecurringCase, active: boolean) {
    try {
      const params = { path: { id: it.id } };
      await got(api.PATCH("/api/v1/recurring-cases/{id}", { params, body: { active }, ...ifMatch(it.version) }));
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
    client.invalidateQueries({ queryKey: key });
  }
  if (plans.isError && !plans.rows.length) return <Failure error={plans.error} onRetry={() => plans.refetch()} />;
  return (
    <>
      <div className="bar between">
        <span className="muted">{t("about.recurring")}</span>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited("new")}>
          {t("new.recurring")}
        </Button>
      </div>
      <Table<RecurringCase>
        size="small"
        rowKey="id"
        loading={plans.isPending}
        pagination={false}
        dataSource={plans.rows}
        locale={{ emptyText: <Nothing text={t("empty.recurring")} /> }}
        columns={[
          { title: t("name"), width: 180, render: (_, it) => <span className="strong">{it.name}</span> },
          { title: t("plan.subject"), ellipsis: true, render: (_, it) => it.template.subject },
          { title: t("plan.when"), width: 170, render: (_, it) => rhythm(it.plan) },
          { title: t("plan.next"), width: 120, render: (_, it) => <When at={it.coming[0]} style="short" /> },
          {
            title: t("plan.last"),
            width: 150,
            render: (_, it) =>
              it.refusal ? (
                <span className="error">{problemText(new Problem({ status: 409, code: it.refusal }))}</span>
              ) : (
                <When at={it.last_at} style="short" />
              ),
          },
          { title: t("owner"), width: 90, render: (_, it) => it.staff?.name ?? "—" },
          {
            title: t("plan.active"),
            width: 80,
            render: (_, it) => (
              <Switch
                size="small"
                aria-label={t("plan.active")}
                checked={it.active}
                onChange={(active) => turn(it, active)}
              />
            ),
          },
          {
            key: "verbs",
            width: 70,
            render: (_, it) => (
              <Button size="small" type="link" onClick={() => setEdited(it)}>
                {t("common:edit")}
              </Button>
            ),
          },
        ]}
      />
      <More
        loaded={plans.rows.length}
        hasMore={plans.hasNextPage}
        loading={plans.isFetchingNextPage}
        onMore={() => plans.fetchNextPage()}
      />
      <RecurringDrawer it={edited} onClose={() => setEdited(undefined)} />
    </>
  );
}
