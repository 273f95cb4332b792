/** One entry whole: what happened, its particulars, and its place in the chain. */
import { Button, Drawer, Typography } from "antd";
import { Facts } from "@/ui/Fields";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Actor, Subject, TypeWords } from "./Parties";
import type { JournalSearch } from "./search";
import type { JournalEntry } from "./types";

interface EntryDrawerProps {
  entry?: JournalEntry;
  onClose: () => void;
  onNarrow: (search: JournalSearch) => void;
}

export function EntryDrawer({ entry, onClose, onNarrow }: EntryDrawerProps) {
  const t = useWords("audit");
  return (
    <Drawer open={entry !== undefined} onClose={onClose} size={560} title={entry && t("entry", { seq: entry.seq })}>
      {entry && <EntryBody entry={entry} onNarrow={onNarrow} />}
    </Drawer>
  );
}

function EntryBody({ entry, onNarrow }: { entry: JournalEntry; onNarrow: (search: JournalSearch) => void }) {
  const t = useWords("audit");
  const json = JSON.stringify(entry.payload, null, 2);
  return (
    <div className="col gap">
      <Facts
        items={[
          [t("column.type"), <TypeWords key="type" type={entry.type} />],
          [t("column.at"), <When key="at" at={entry.at} style="second" />],
          [t("column.actor"), <Actor key="actor" of={entry} />],
          [t("column.subject"), <Subject key="subject" of={entry} />],
          [
            t("event_id"),
            <Typography.Text key="id" className="mono" copyable>
              {entry.id}
            </Typography.Text>,
          ],
          [
            t("column.hash"),
            <Typography.Text key="hash" className="mono" copyable>
              {entry.hash}
            </Typography.Text>,
          ],
        ]}
      />
      <div className="row gap-sm wrap">
        <Button size="small" onClick={() => onNarrow({ subject_id: entry.subject_id })}>
          {t("same_subject")}
        </Button>
        <Button size="small" onClick={() => onNarrow({ actor_id: entry.actor_id })}>
          {t("same_actor")}
        </Button>
      </div>
      <div className="row between">
        <span className="strong">{t("payload")}</span>
        <Typography.Text copyable={{ text: json }} />
      </div>
      <pre className="json">{json}</pre>
    </div>
  );
}
