/** What happened to the clock, in order. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useWords } from "@/ui/words";
import { LengthInput, MomentInput } from "./Inputs";
import type { EventRow } from "./request";
import { type EventKind, eventKinds } from "./types";

interface EventRowsProps {
  rows: EventRow[];
  onChange: (rows: EventRow[]) => void;
}

/** After a pause one usually goes on, after anything else one usually pauses. */
const follows = (kind: EventKind | undefined): EventKind => (kind === "pause" ? "resume" : kind ? "pause" : "start");

export function EventRows({ rows, onChange }: EventRowsProps) {
  const t = useWords("calendars");
  const last = rows[rows.length - 1];
  const add = () => {
    const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
    onChange([...rows, { id, kind: follows(last?.kind), at: last?.at, length: { hours: 1, minutes: 0 }, reason: "" }]);
  };
  const change = (id: number, by: Partial<EventRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...by } : row)));
  return (
    <div className="col gap-sm">
      {rows.map((row) => (
        <div key={row.id} className="row gap-xs wrap">
          <Select<EventKind>
            aria-label={t("event")}
            value={row.kind}
            onChange={(kind) => change(row.id, { kind })}
            options={eventKinds.map((kind) => ({ value: kind, label: t(`event_kind.${kind}`) }))}
            style={{ width: 96 }}
          />
          <div className="grow" style={{ minWidth: 180 }}>
            <MomentInput label={t("event_at")} value={row.at} onChange={(at) => change(row.id, { at })} />
          </div>
          {row.kind === "extend" && (
            <LengthInput value={row.length} onChange={(length) => change(row.id, { length })} />
          )}
          {(row.kind === "pause" || row.kind === "extend") && (
            <Input
              aria-label={t("reason")}
              placeholder={t("reason")}
              maxLength={200}
              value={row.reason}
              onChange={(e) => change(row.id, { reason: e.target.value })}
              style={{ width: 140 }}
            />
          )}
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("remove_event")}
            onClick={() => onChange(rows.filter((other) => other.id !== row.id))}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>
          {t("add_event")}
        </Button>
      </div>
    </div>
  );
}
