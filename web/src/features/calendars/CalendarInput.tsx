import { Input, Select } from "antd";
import { Field } from "@/ui/Fields";
import { useWords } from "@/ui/words";
import { useCalendars } from "./queries";
import { calendarOf, custom, type Draft } from "./request";
import { useTitle } from "./title";

/** Which calendar: one that has a name, or one written out as JSON. */
export function CalendarInput({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const t = useWords("calendars");
  const calendars = useCalendars();
  const titleOf = useTitle();
  const named = (calendars.data ?? []).map((one) => ({ value: one.name, label: `${titleOf(one)} · ${one.time_zone}` }));
  const broken = draft.calendar === custom && !calendarOf(draft);
  return (
    <>
      <Field label={t("calendar")} id="c-calendar">
        <Select
          id="c-calendar"
          className="full"
          loading={calendars.isLoading}
          value={draft.calendar}
          onChange={(calendar) => onChange({ calendar })}
          options={[...named, { value: custom, label: t("custom_calendar") }]}
        />
      </Field>
      {draft.calendar === custom && (
        <Field label={t("custom_calendar_json")} id="c-written">
          <Input.TextArea
            id="c-written"
            className="mono"
            rows={10}
            spellCheck={false}
            status={broken ? "error" : undefined}
            value={draft.written}
            onChange={(e) => onChange({ written: e.target.value })}
          />
          {broken && (
            <div className="small" role="alert">
              {t("gap.written")}
            </div>
          )}
        </Field>
      )}
    </>
  );
}
