/** The journal as an auditor reads it: filters in the address, page by page, each entry whole in a drawer. */
import { ReloadOutlined } from "@ant-design/icons";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Allowed, Failure } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { PageHead } from "@/ui/PageHead";
import { useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { EntryDrawer } from "./EntryDrawer";
import { JournalFilters } from "./JournalFilters";
import { JournalTable } from "./JournalTable";
import { useJournal } from "./queries";
import type { JournalSearch } from "./search";
import type { JournalEntry } from "./types";
import { VerifyChain } from "./VerifyChain";

const route = getRouteApi("/audit");

export function AuditPage() {
  return (
    <Allowed to="journal.view">
      <Journal />
    </Allowed>
  );
}

/** J and K walk the entries, Enter opens one. */
function useWalk(rows: JournalEntry[], onOpen: (entry: JournalEntry) => void) {
  const t = useWords("audit");
  const [focused, setFocused] = useState<number>();
  const at = rows.findIndex((row) => row.seq === focused);
  const move = (step: number) => {
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next) setFocused(next.seq);
  };
  useEffect(() => {
    if (focused) document.querySelector(`[data-row-key="${focused}"]`)?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  useShortcuts(t("keys.journal"), [
    { key: "j", label: t("keys.next"), run: () => move(1) },
    { key: "k", label: t("keys.previous"), run: () => move(-1) },
    { key: "Enter", label: t("keys.open"), run: () => rows[at] && onOpen(rows[at]) },
  ]);
  return focused;
}

function Journal() {
  const t = useWords("audit");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const journal = useJournal(search);
  const [entry, setEntry] = useState<JournalEntry>();
  const focused = useWalk(journal.rows, setEntry);
  const change = (next: JournalSearch) => navigate({ search: next, replace: true });
  const narrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <div className="page">
      <PageHead
        title={t("title")}
        about={t("about")}
        extra={
          <>
            <Button
              icon={<ReloadOutlined aria-hidden />}
              loading={journal.isFetching}
              onClick={() => journal.refetch()}
            >
              {t("common:refresh")}
            </Button>
            <VerifyChain />
          </>
        }
      />
      <section className="panel">
        <JournalFilters search={search} onChange={change} />
        {journal.isError && !journal.rows.length ? (
          <Failure error={journal.error} onRetry={() => journal.refetch()} />
        ) : (
          <JournalTable
            rows={journal.rows}
            loading={journal.isPending}
            focused={focused}
            empty={t(narrowed ? "empty_filtered" : "empty")}
            onOpen={setEntry}
          />
        )}
        <More
          loaded={journal.rows.length}
          hasMore={journal.hasNextPage}
          loading={journal.isFetchingNextPage}
          onMore={() => journal.fetchNextPage()}
        />
      </section>
      <EntryDrawer
        entry={entry}
        onClose={() => setEntry(undefined)}
        onNarrow={(next) => {
          setEntry(undefined);
          change(next);
        }}
      />
    </div>
  );
}
