/** One's views in one's own order; the first one of the list is chosen here too. */
import { ArrowDownOutlined, ArrowUpOutlined, StarFilled, StarOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { CaseViewKept } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { KeepDrawer } from "./KeepDrawer";
import { KeptTable } from "./KeptTable";
import { inOrder, useChooseViews, useKept, useViewChoices } from "./queries";

export function ViewsPanel() {
  const t = useWords("workbench");
  const { message } = App.useApp();
  const kept = useKept<CaseViewKept>("case-views");
  const choices = useViewChoices();
  const choose = useChooseViews();
  const [edited, setEdited] = useState<CaseViewKept>();
  const views = inOrder(kept.data ?? [], choices.data);
  const say = (error: unknown) => message.error(problemText(asProblem(error)));
  function write(change: { order?: string[]; default_view_id?: string | null }) {
    if (!choices.data) return;
    choose.mutate({ ...choices.data, order: views.map((one) => one.id), ...change }, { onError: say });
  }
  function move(at: number, step: number) {
    const order = views.map((one) => one.id);
    const [one] = order.splice(at, 1);
    order.splice(at + step, 0, one);
    write({ order });
  }
  const place = (it: CaseViewKept) => views.findIndex((one) => one.id === it.id);
  return (
    <>
      <KeptTable<CaseViewKept>
        kind="case-views"
        rows={kept.data && views}
        about={t("about.case-views")}
        onEdit={setEdited}
        columns={[
          {
            key: "open",
            title: t("view.open"),
            render: (_, it) => (
              <Link to="/cases" search={{ ...it.content.search, view: it.id } as never}>
                {t("view.open_it")}
              </Link>
            ),
          },
          {
            key: "order",
            title: t("view.order"),
            width: 130,
            render: (_, it) => {
              const first = choices.data?.default_view_id === it.id;
              return (
                <span className="row">
                  <Button
                    size="small"
                    type="text"
                    icon={<ArrowUpOutlined aria-hidden />}
                    aria-label={t("action.up")}
                    disabled={place(it) === 0}
                    onClick={() => move(place(it), -1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    icon={<ArrowDownOutlined aria-hidden />}
                    aria-label={t("action.down")}
                    disabled={place(it) === views.length - 1}
                    onClick={() => move(place(it), 1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    icon={first ? <StarFilled className="star" aria-hidden /> : <StarOutlined aria-hidden />}
                    aria-label={t(first ? "view.no_default" : "view.make_default")}
                    title={t(first ? "view.no_default" : "view.make_default")}
                    onClick={() => write({ default_view_id: first ? null : it.id })}
                  />
                </span>
              );
            },
          },
        ]}
      />
      <KeepDrawer open={edited !== undefined} kind="case-views" it={edited} onClose={() => setEdited(undefined)} />
    </>
  );
}
