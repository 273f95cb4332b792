/** The list of cases: work lists, folding query form, a table that never jumps, and keys to walk it. */
import { PlusOutlined, ReloadOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useHolds } from "@/api/session";
import type { CaseQuery, CaseRow } from "@/api/types";
import { Allowed, Failure } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useSteady } from "@/ui/steady";
import { useTimeZone } from "@/ui/Time";
import { layTrail } from "@/ui/trail";
import { useWords } from "@/ui/words";
import { BesideList } from "./BesideList";
import { CaseFilters } from "./CaseFilters";
import { CaseTable } from "./CaseTable";
import { FigureBanner } from "./FigureBanner";
import { type CasesSearch, filterCount, queryOf, sortOf, tabOf } from "./filters";
import { ListBar } from "./ListTools";
import { useCases } from "./queries";
import { useListKeys } from "./useListKeys";
import { WorkListTabs } from "./WorkListTabs";

const route = getRouteApi("/cases");
const idOf = (row: CaseRow) => row.id;

/** What other features lay beside the list. */
export interface ListParts {
  views: (search: CasesSearch, onChange: (next: CasesSearch) => void) => ReactNode;
  tools: (search: CasesSearch, query: CaseQuery) => ReactNode;
  selection: (rows: CaseRow[], query: CaseQuery, onDone: () => void) => ReactNode;
}

export function CasesPage({ parts }: { parts: ListParts }) {
  return (
    <Allowed to="cases.view">
      <CasesList parts={parts} />
    </Allowed>
  );
}

function CasesList({ parts }: { parts: ListParts }) {
  const t = useWords("cases");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayOpen = useHolds("cases.open");
  const cases = useCases(search);
  const query = queryOf(search, useTimeZone());
  const view = cases.isPlaceholderData ? undefined : JSON.stringify(query);
  const steady = useSteady(cases.rows, idOf, view, cases.pageCount);
  const narrowed = filterCount(search);
  const [unfolded, setUnfolded] = useState(false);
  const [selected, setSelected] = useState<string[]>([]);
  useEffect(() => layTrail(steady.rows.map(idOf)), [steady.rows]);
  const change = (next: CasesSearch) => {
    setSelected([]);
    navigate({ search: next, replace: true });
  };
  const openNew = () => navigate({ search: (s) => ({ ...s, open: "new" }) });
  const peek = (row?: CaseRow) => navigate({ search: (s) => ({ ...s, peek: row?.id }), replace: true });
  const walk = useListKeys({
    rows: steady.rows,
    onPeek: peek,
    onOpen: (row) => navigate({ to: "/cases/$id", params: { id: row.id } }),
    onToggle: (row) => setSelected((s) => (s.includes(row.id) ? s.filter((id) => id !== row.id) : [...s, row.id])),
    onNew: mayOpen ? openNew : undefined,
    onFind: () => setUnfolded(true),
  });
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        extra={
          <>
            <Button
              icon={<ReloadOutlined aria-hidden />}
              loading={cases.isFetching}
              onClick={() => cases.refetch().then(steady.show)}
            >
              {t("common:refresh")}
            </Button>
            {parts.tools(search, query)}
            {mayOpen && (
              <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={openNew}>
                {t("new_case")}
              </Button>
            )}
          </>
        }
      />
      <section className="panel">
        <div className="tabs-bar">
          <WorkListTabs
            tab={tabOf(search)}
            onTab={(tab) => change({ ...search, tab, sort: undefined, view: undefined })}
          />
        </div>
        <ListBar search={search} unfolded={unfolded} onUnfold={setUnfolded} onChange={change}>
          {parts.views(search, change)}
        </ListBar>
        <FigureBanner search={search} onChange={change} />
        {unfolded && <CaseFilters search={search} onChange={change} />}
        {steady.waiting > 0 && (
          <button type="button" className="fresh" onClick={steady.show}>
            {t("fresh", { count: steady.waiting })}
          </button>
        )}
        {selected.length > 0 &&
          parts.selection(
            steady.rows.filter((r) => selected.includes(r.id)),
            query,
            () => setSelected([]),
          )}
        {cases.onlyNewest && <Alert type="info" showIcon title={t("common:only_newest")} className="hit-note" />}
        {cases.isError && !cases.rows.length ? (
          <Failure error={cases.error} onRetry={() => cases.refetch()} />
        ) : (
          <CaseTable
            rows={steady.rows}
            found={cases.found}
            cols={search.cols}
            tiers={sortOf(search) === "oldest_unanswered"}
            dense={search.dense === true}
            loading={cases.isPending}
            old={cases.isPlaceholderData}
            focused={walk.focused}
            selected={selected}
            onSelect={setSelected}
            onPeek={peek}
            empty={narrowed ? t("empty_filtered") : t(`empty.${tabOf(search)}`)}
          />
        )}
        <More
          loaded={steady.rows.length}
          hasMore={cases.hasNextPage}
          loading={cases.isFetchingNextPage}
          onMore={() => cases.fetchNextPage()}
        />
      </section>
      <BesideList
        search={search}
        onPeekClose={() => peek()}
        onNewClose={() => navigate({ search: (s) => ({ ...s, open: undefined }), replace: true })}
      />
    </div>
  );
}
