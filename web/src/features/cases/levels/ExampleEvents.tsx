/** What happens to the clock of an example, in order; the first is its start. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useWords } from "@/ui/words";
import { type Example, exampleEvents, pauseReasons } from "./types";

/** A Friday ten minutes before closing. */
export const startDefault = "2026-09-18T17:50";

type Events = Example["events"];

export function ExampleEvents({ events, onChange }: { events: Events; onChange?: (events: Events) => void }) {
  const t = useWords("levels");
  const replace = (at: number, change: Partial<Events[number]>) =>
    onChange?.(events.map((old, n) => (n === at ? { ...old, ...change } : old)));
  const add = () => {
    const last = events[events.length - 1];
    const kind = last?.kind === "pause" ? "resume" : "pause";
    onChange?.([...events, { at: last?.at ?? startDefault, kind, reason: last?.reason ?? "waiting_customer" }]);
  };
  return (
    <div className="row gap-sm wrap">
      {events.map((event, at) => (
        <span key={at} className="row gap-xs">
          <Select
            aria-label={t("event")}
            disabled={!onChange || at === 0}
            value={event.kind}
            options={exampleEvents.map((value) => ({ value, label: t(`event_kind.${value}`) }))}
            onChange={(kind) => replace(at, { kind, reason: kind === "stop" ? undefined : event.reason })}
          />
          {(event.kind === "pause" || event.kind === "resume") && (
            <Select
              aria-label={t("reason")}
              disabled={!onChange}
              value={event.reason}
              options={pauseReasons.map((value) => ({ value, label: t(`common:pause_reason.${value}`) }))}
              onChange={(reason) => replace(at, { reason })}
            />
          )}
          <Input
            aria-label={t("event_at")}
            type="datetime-local"
            style={{ width: 190 }}
            disabled={!onChange}
            value={event.at}
            onChange={(change) => replace(at, { at: change.target.value })}
          />
          {onChange && at > 0 && (
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t("remove_event")}
              onClick={() => onChange(events.filter((_, n) => n !== at))}
            />
          )}
        </span>
      ))}
      {onChange && (
        <Button type="dashed" size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>
          {t("add_event")}
        </Button>
      )}
    </div>
  );
}
