/** What can be done with the chosen cases, or with all that pass the filter. */
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { lazy, useState } from "react";
import { useHolds } from "@/api/session";
import type { Action, CaseQuery, CaseRow, MacroKept } from "@/api/types";
import { Later } from "@/ui/Later";
import { useWords } from "@/ui/words";
import { all, blank, type Does } from "./actions";
import { useKept } from "./queries";

const BulkDialog = lazy(() => import("./BulkDialog").then((m) => ({ default: m.BulkDialog })));

interface BulkBarProps {
  rows: CaseRow[];
  query: CaseQuery;
  onDone: () => void;
}

const front: Does[] = ["take", "assign", "transfer", "tag", "note"];

export function BulkBar({ rows, query, onDone }: BulkBarProps) {
  const t = useWords("workbench");
  const client = useQueryClient();
  const mayBulk = useHolds("workbench.bulk");
  const mayAssign = useHolds("cases.assign");
  const macros = useKept<MacroKept>("macros");
  const [whole, setWhole] = useState(false);
  const [chosen, setChosen] = useState<Action[]>();
  const usable = (does: Does) => does !== "assign" || mayAssign;
  const done = () => {
    client.invalidateQueries({ queryKey: ["cases"] });
    onDone();
  };
  const { limit: _limit, cursor: _cursor, ...filter } = query;
  const of = whole ? { query: filter } : { case_ids: rows.map((row) => row.id) };
  const more = [
    ...all
      .filter((does) => !front.includes(does) && does !== "macro")
      .map((does) => ({ key: does, label: t(`does.${does}`), onClick: () => setChosen([blank(does)]) })),
    ...(macros.data?.length ? [{ type: "divider" as const }] : []),
    ...(macros.data ?? []).map((one) => ({
      key: one.id,
      label: t("bulk.macro", { name: one.name }),
      onClick: () => setChosen([{ do: "macro", macro_id: one.id }]),
    })),
  ];
  return (
    <div className="bar">
      <span className="strong">{whole ? t("bulk.whole") : t("bulk.selected", { count: rows.length })}</span>
      {mayBulk &&
        front.filter(usable).map((does) => (
          <Button key={does} size="small" onClick={() => setChosen([blank(does)])}>
            {t(`does.${does}`)}
          </Button>
        ))}
      {mayBulk && (
        <Dropdown trigger={["click"]} menu={{ items: more }}>
          <Button size="small">{t("bulk.others")}</Button>
        </Dropdown>
      )}
      {mayBulk && (
        <Button size="small" type="link" onClick={() => setWhole(!whole)}>
          {t(whole ? "bulk.only_selected" : "bulk.take_whole")}
        </Button>
      )}
      <Button size="small" type="text" onClick={onDone}>
        {t("bulk.clear")}
      </Button>
      <Later open={chosen !== undefined}>
        <BulkDialog
          open={chosen !== undefined}
          title={whole ? t("bulk.title_whole") : t("bulk.title", { count: rows.length })}
          of={of}
          initial={chosen ?? []}
          onClose={() => setChosen(undefined)}
          onDone={done}
        />
      </Later>
    </div>
  );
}
