/** What was learnt of a customer, and the next steps about it. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useState } from "react";
import type { Customer } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { Panel } from "@/ui/PageHead";
import { useToday, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { NeedDrawer } from "./NeedDrawer";
import { NeedVerbs } from "./NeedVerbs";
import { type Need, useNeeds } from "./needQueries";

/** The next step: what, who, by when. */
export function StepLine({ it }: { it: Need }) {
  const t = useWords("customers");
  const late = useToday() > (it.due_on ?? "9999");
  if (!it.next_step) return null;
  return (
    <div>
      <span className="muted">{t("next_step")}：</span>
      {it.next_step}
      {it.status === "open" && (
        <span className={late ? "alarm-text" : "muted"}>
          {" "}
          · {it.owner?.name} · <span className="num">{it.due_on}</span> {late && t("late")}
        </span>
      )}
    </div>
  );
}

const colours = { noted: "default", open: "blue", done: "green", dropped: "default" } as const;

export function Needs({ it }: { it: Customer }) {
  const t = useWords("customers");
  const needs = useNeeds(it.id);
  const [adding, setAdding] = useState(false);
  return (
    <Panel
      title={t("tab.needs")}
      extra={
        it.may.edit && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t("add_need")}
          </Button>
        )
      }
    >
      {needs.isError && <Failure error={needs.error} onRetry={() => needs.refetch()} />}
      {needs.isSuccess && !needs.rows.length && <Nothing text={t("no_needs")} />}
      {needs.rows.map((need) => (
        <div key={need.id} className="file-line top">
          <div style={{ width: 72 }}>{t(`need_kind.${need.kind}`)}</div>
          <div className="grow">
            <div className="pre">{need.words}</div>
            <StepLine it={need} />
            {need.outcome && (
              <div>
                <span className="muted">{t("outcome")}：</span>
                {need.outcome}
              </div>
            )}
            <div className="muted small">
              {need.recorded_by?.name} <When at={need.recorded_at} style="short" />
              {need.ended_at && (
                <>
                  {" · "}
                  {t(`need_status.${need.status}`)} {need.ended_by?.name} <When at={need.ended_at} style="short" />
                </>
              )}
            </div>
          </div>
          <Tag color={colours[need.status]} className="tag">
            {t(`need_status.${need.status}`)}
          </Tag>
          {it.may.edit && !need.ended_at && <NeedVerbs it={need} />}
        </div>
      ))}
      <More
        loaded={needs.rows.length}
        hasMore={needs.hasNextPage}
        loading={needs.isFetchingNextPage}
        onMore={() => needs.fetchNextPage()}
      />
      <NeedDrawer customer={it} open={adding} onClose={() => setAdding(false)} />
    </Panel>
  );
}
