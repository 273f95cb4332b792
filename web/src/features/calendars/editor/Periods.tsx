/** The hours of one day: as many periods as it has, by keyboard. */
import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useWords } from "@/ui/words";
import { endsNextDay, type Period, type Wrong } from "./editing";
import { WrongAt } from "./WrongAt";

const periodsMax = 24;
const usual: Period[] = [
  ["09:00", "12:00"],
  ["13:30", "18:00"],
];

interface PeriodsProps {
  /** What they belong to: a weekday or a date. */
  of: string;
  field: string;
  periods: Period[];
  wrong: Wrong;
  onChange: (periods: Period[]) => void;
}

/** The next usual period that is not there; something to change into what is wanted. */
function added(periods: Period[]): Period {
  const last = periods[periods.length - 1];
  return usual.find(([open]) => !last || open >= last[1]) ?? ["20:00", "22:00"];
}

export function Periods({ of, field, periods, wrong, onChange }: PeriodsProps) {
  const t = useWords("calendars");
  const set = (at: number, period: Period) => onChange(periods.map((one, n) => (n === at ? period : one)));
  return (
    <div className="grow">
      <div className="row gap-sm wrap">
        {!periods.length && <span className="muted">{t("editor.closed")}</span>}
        {periods.map((period, at) => (
          <span key={at} className="row gap-xs">
            <Time
              label={`${of} ${at + 1} ${t("editor.opens")}`}
              value={period[0]}
              broken={wrong.has(`${field}[${at}]`)}
              onChange={(open) => set(at, [open, period[1]])}
            />
            –
            <Time
              label={`${of} ${at + 1} ${t("editor.closes")}`}
              value={period[1]}
              broken={wrong.has(`${field}[${at}]`)}
              onChange={(close) => set(at, [period[0], close])}
            />
            {endsNextDay(period) && <span className="small muted">{t("editor.next_day")}</span>}
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined aria-hidden />}
              aria-label={t("editor.remove_period_of", { number: at + 1, day: of })}
              onClick={() => onChange(periods.filter((_, n) => n !== at))}
            />
          </span>
        ))}
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          aria-label={t("editor.add_period_on", { day: of })}
          title={t("editor.add_period")}
          disabled={periods.length >= periodsMax}
          onClick={() => onChange([...periods, added(periods)])}
        />
      </div>
      <WrongAt field={field} wrong={wrong} />
      {periods.map((_, at) => (
        <WrongAt key={at} field={`${field}[${at}]`} wrong={wrong} />
      ))}
    </div>
  );
}

interface TimeProps {
  label: string;
  value: string;
  broken: boolean;
  onChange: (value: string) => void;
}

/** A time typed as `09:00`: the browser's own field has no 24:00. */
function Time({ label, value, broken, onChange }: TimeProps) {
  return (
    <Input
      size="small"
      className="num"
      style={{ width: 60 }}
      aria-label={label}
      aria-invalid={broken}
      status={broken ? "error" : undefined}
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.target.value.replace("：", ":"))}
    />
  );
}
