import type { Case, TimelineEntry } from "@/api/types";
import { formatInstant } from "@/ui/format";
import { useTimeZone, When } from "@/ui/Time";
import { useUnits } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";

const alarms = ["clock_breached", "clock_warned", "case_escalated", "case_urged", "task_warned", "task_overdue"];

/** The journal holds ids; names are looked up where the answer or the console already has them. */
function useSentence(entry: TimelineEntry, it: Case): string {
  const t = useWords("cases");
  const zone = useTimeZone();
  const units = useUnits();
  const d = entry.details as Record<string, unknown>;
  const person = (id: unknown) => entry.people.find((p) => p.id === id)?.name;
  const unit = units.data?.find((u) => u.id === d.unit_id)?.name;
  const clock = t(`common:clock_kind.${d.clock}`, { defaultValue: "" });
  const due = typeof d.due_at === "string" ? t("event.due_suffix", { at: formatInstant(d.due_at, zone) }) : "";
  switch (entry.type) {
    case "case_assigned": {
      const to = person(d.staff_id) ?? unit;
      if (entry.actor && d.staff_id === entry.actor.id) return t("event.taken");
      return to ? t("event.assigned_to", { to }) : t("event.case_assigned");
    }
    case "case_escalated": {
      const to = person(d.to);
      return to ? t("event.escalated_to", { to, level: d.level }) : t("event.case_escalated", { level: d.level });
    }
    case "case_transferred": {
      const to = person(d.staff_id) ?? unit;
      return to ? t("event.transferred_to", { to }) : t("event.case_transferred");
    }
    case "case_returned": {
      const to = person(d.staff_id) ?? unit;
      return to ? t("event.returned_to", { to, count: d.count }) : t("event.case_returned", { count: d.count });
    }
    case "case_snoozed": {
      const until = typeof d.until === "string" ? formatInstant(d.until, zone) : undefined;
      return until ? t("event.snoozed_until", { at: until }) : t("event.case_snoozed");
    }
    case "case_placed":
      return t(d.parent_id ? "event.case_placed" : "event.case_unplaced");
    case "attachment_added":
      return t("event.attachment_added", { name: it.attachments.find((a) => a.id === d.attachment_id)?.name ?? "" });
    case "task_asked":
    case "task_asked_again":
    case "task_accepted":
    case "task_answered":
    case "task_returned":
    case "task_withdrawn":
    case "task_urged":
    case "task_reassigned":
    case "task_done":
    case "task_warned":
    case "task_overdue":
      return t(`event.${entry.type}`, { n: d.n, unit: unit ?? "", to: person(d.staff_id) ?? unit ?? "" });
    case "checklist_put":
      return t("event.checklist_put", { count: Number(d.items ?? 1) });
    case "clock_started":
    case "clock_resumed":
      return t(`event.${entry.type}`, { clock }) + due;
    default:
      return t(`event.${entry.type}`, {
        clock,
        number: d.number,
        count: d.count,
        percent: d.percent,
        defaultValue: entry.type,
      });
  }
}

export function SystemLine({ entry, it }: { entry: TimelineEntry; it: Case }) {
  const t = useWords("cases");
  const sentence = useSentence(entry, it);
  const who = entry.actor?.name ?? t("system");
  return (
    <div className={alarms.includes(entry.type) ? "entry-system alarm" : "entry-system"}>
      <span className="grow">
        {who} · {sentence}
        {entry.text && <span>{t("event.words", { text: entry.text })}</span>}
      </span>
      <When at={entry.at} style="short" />
    </div>
  );
}
