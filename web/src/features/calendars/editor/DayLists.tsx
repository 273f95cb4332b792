/** The holidays and the special days of one year, a row each. The other years are kept and only counted here. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { DayLine } from "./DayLine";
import { type DayRow, type Editing, nextId, placesIn, type SpecialRow, type Wrong } from "./editing";
import { PasteDialog } from "./PasteDialog";
import { Periods } from "./Periods";
import { withPasted } from "./pasted";
import { WrongAt } from "./WrongAt";

interface ListProps {
  of: Editing;
  year: number;
  wrong: Wrong;
  onChange: (change: Partial<Editing>) => void;
}

export function Holidays({ of, year, wrong, onChange }: ListProps) {
  const t = useWords("calendars");
  const [pasting, setPasting] = useState(false);
  const rows = of.holidays;
  const places = placesIn(rows, year, "holidays", wrong);
  const set = (holidays: DayRow[]) => onChange({ holidays });
  return (
    <Panel
      title={t("editor.holidays")}
      extra={
        <>
          <Button size="small" onClick={() => setPasting(true)}>
            {t("editor.paste")}
          </Button>
          <Add
            label={t("editor.add_holiday")}
            onAdd={() => set([...rows, { id: nextId(rows), on: `${year}-`, name: "" }])}
          />
        </>
      }
    >
      <Rows about={t("editor.holidays_about")} field="holidays" wrong={wrong} others={rows.length - places.length}>
        {!places.length && <p className="muted">{t("editor.holidays_none", { year })}</p>}
        {places.map((at) => (
          <DayLine
            key={rows[at]?.id}
            field={`holidays[${at}]`}
            row={rows[at] as DayRow}
            wrong={wrong}
            onChange={(row) => set(rows.map((one, n) => (n === at ? row : one)))}
            onRemove={() => set(rows.filter((_, n) => n !== at))}
          />
        ))}
      </Rows>
      <PasteDialog open={pasting} onClose={() => setPasting(false)} onTake={(days) => set(withPasted(rows, days))} />
    </Panel>
  );
}

export function SpecialDays({ of, year, wrong, onChange }: ListProps) {
  const t = useWords("calendars");
  const rows = of.special_days;
  const places = placesIn(rows, year, "special_days", wrong);
  const set = (special_days: SpecialRow[]) => onChange({ special_days });
  const change = (at: number, by: Partial<SpecialRow>) =>
    set(rows.map((one, n) => (n === at ? { ...one, ...by } : one)));
  const add = () => set([...rows, { id: nextId(rows), on: `${year}-`, name: "", periods: of.weekly.mon }]);
  return (
    <Panel title={t("editor.special")} extra={<Add label={t("editor.add_special")} onAdd={add} />}>
      <Rows about={t("editor.special_about")} field="special_days" wrong={wrong} others={rows.length - places.length}>
        {!places.length && <p className="muted">{t("editor.special_none", { year })}</p>}
        {places.map((at) => (
          <div key={rows[at]?.id} className="col gap-xs">
            <DayLine
              field={`special_days[${at}]`}
              row={rows[at] as DayRow}
              wrong={wrong}
              onChange={({ on, name }) => change(at, { on, name })}
              onRemove={() => set(rows.filter((_, n) => n !== at))}
            />
            <Periods
              of={rows[at]?.on ?? ""}
              field={`special_days[${at}].periods`}
              periods={rows[at]?.periods ?? []}
              wrong={wrong}
              onChange={(periods) => change(at, { periods })}
            />
          </div>
        ))}
      </Rows>
    </Panel>
  );
}

function Add({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={onAdd}>
      {label}
    </Button>
  );
}

interface RowsProps {
  about: string;
  field: string;
  wrong: Wrong;
  others: number;
  children: ReactNode;
}

function Rows({ about, field, wrong, others, children }: RowsProps) {
  const t = useWords("calendars");
  return (
    <div className="col gap-sm" style={{ maxHeight: 420, overflowY: "auto" }}>
      <p className="muted small">{about}</p>
      <WrongAt field={field} wrong={wrong} />
      {children}
      {others > 0 && <p className="muted small">{t("editor.other_years", { count: others })}</p>}
    </div>
  );
}
