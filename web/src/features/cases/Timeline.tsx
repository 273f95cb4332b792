/** What happened, oldest first. Messages are bubbles, inner notes look like notes, the rest is one quiet line. */
import { Button, Skeleton } from "antd";
import type { Case, TimelineEntry } from "@/api/types";
import { Failure, Nothing } from "@/ui/Loaded";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { NoteText } from "./NoteText";
import { useCaseEvents } from "./queries";
import { SystemLine } from "./SystemLine";

type Look = "in" | "out" | "note" | "outcome";
const looks: Record<string, Look | undefined> = {
  customer_message_recorded: "in",
  case_replied: "out",
  case_noted: "note",
  case_resolved: "outcome",
};

interface TimelineProps {
  it: Case;
  /** Makes a case of its own out of a message. */
  onSplit?: (entryId: string) => void;
}

export function Timeline({ it, onSplit }: TimelineProps) {
  const t = useWords("cases");
  const events = useCaseEvents(it.id);
  if (events.isPending) return <Skeleton active title={false} paragraph={{ rows: 5 }} className="pad" />;
  if (events.isError && !events.rows.length) return <Failure error={events.error} onRetry={() => events.refetch()} />;
  if (!events.rows.length) return <Nothing text={t("timeline_empty")} />;
  return (
    <div className="timeline">
      {events.rows.map((entry) => (
        <Entry key={entry.id} entry={entry} it={it} onSplit={onSplit} />
      ))}
      {events.hasNextPage && (
        <Button type="link" loading={events.isFetchingNextPage} onClick={() => events.fetchNextPage()}>
          {t("timeline_more")}
        </Button>
      )}
    </div>
  );
}

function Entry({ entry, it, onSplit }: TimelineProps & { entry: TimelineEntry }) {
  const t = useWords("cases");
  const look = looks[entry.type];
  if (!look || !entry.text) return <SystemLine entry={entry} it={it} />;
  const who = entry.actor?.name ?? t("system");
  const entryId = (entry.details as { entry_id?: string }).entry_id;
  return (
    <article className={`entry entry-${look}`}>
      <header className="entry-head">
        <b>{look === "in" ? t("customer_said") : who}</b>
        <span>{look === "in" ? t("recorded_by", { name: who }) : t(`look.${look}`)}</span>
        {entry.case_id !== it.id && <span>{t("from_merged")}</span>}
        <When at={entry.at} style="short" />
        {look === "in" && onSplit && entryId && entry.case_id === it.id && (
          <Button size="small" type="text" className="split-this" onClick={() => onSplit(entryId)}>
            {t("split_this")}
          </Button>
        )}
      </header>
      {look === "note" ? <NoteText entry={entry} /> : <div className="bubble pre">{entry.text}</div>}
    </article>
  );
}
