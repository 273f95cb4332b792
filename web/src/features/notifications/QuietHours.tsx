/** When nothing is mailed: hours of one's own, and what lies outside a working calendar. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { useHolds } from "@/api/session";
import type { NotificationPreferences, QuietPeriod } from "@/api/types";
import { Field } from "@/ui/Fields";
import { useLocale, useWords } from "@/ui/words";
import { useCalendarNames } from "./queries";

dayjs.extend(customParseFormat);

const week: QuietPeriod["days"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const periodsMax = 7;

export function Clock(props: { id?: string; value: string; label: string; onChange: (value: string) => void }) {
  return (
    <TimePicker
      id={props.id}
      format="HH:mm"
      size="small"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      value={dayjs(props.value === "24:00" ? "00:00" : props.value, "HH:mm")}
      aria-label={props.label}
      onChange={(time) => time && props.onChange(time.format("HH:mm"))}
    />
  );
}

function Period(props: { value: QuietPeriod; onChange: (value: QuietPeriod) => void; onRemove: () => void }) {
  const t = useWords("notifications");
  const { value, onChange } = props;
  return (
    <div className="row wrap gap">
      <Checkbox.Group
        value={value.days}
        options={week.map((day) => ({ value: day, label: t(`weekday.${day}`) }))}
        onChange={(days) => onChange({ ...value, days: week.filter((day) => days.includes(day)) })}
      />
      <span className="row gap-sm">
        <Clock value={value.from} label={t("quiet_from")} onChange={(from) => onChange({ ...value, from })} />
        {t("until")}
        {/* The end of the day, where the clock face says midnight. */}
        <Clock
          value={value.to}
          label={t("quiet_to")}
          onChange={(to) => onChange({ ...value, to: to === "00:00" ? "24:00" : to })}
        />
      </span>
      <Button
        size="small"
        type="text"
        aria-label={t("remove")}
        icon={<DeleteOutlined aria-hidden />}
        onClick={props.onRemove}
      />
    </div>
  );
}

interface QuietHoursProps {
  value: NotificationPreferences;
  onChange: (part: Partial<NotificationPreferences>) => void;
}

export function QuietHours({ value, onChange }: QuietHoursProps) {
  const t = useWords("notifications");
  const locale = useLocale();
  const calendars = useCalendarNames(useHolds("calendars.view"));
  const { quiet } = value;
  const night: QuietPeriod = { days: week, from: "21:00", to: "07:30" };
  return (
    <div className="col gap">
      <p className="muted">{t("quiet_about")}</p>
      {quiet.map((period, n) => (
        <Period
          key={n}
          value={period}
          onChange={(changed) => onChange({ quiet: quiet.map((one, at) => (at === n ? changed : one)) })}
          onRemove={() => onChange({ quiet: quiet.filter((_, at) => at !== n) })}
        />
      ))}
      <div>
        <Button
          size="small"
          icon={<PlusOutlined aria-hidden />}
          disabled={quiet.length >= periodsMax}
          onClick={() => onChange({ quiet: [...quiet, night] })}
        >
          {t("add_period")}
        </Button>
      </div>
      <div className="row wrap gap-lg top">
        <Field id="quiet-calendar" label={t("calendar")}>
          <Select
            id="quiet-calendar"
            style={{ width: 280 }}
            allowClear
            placeholder={t("no_calendar")}
            value={value.calendar ?? undefined}
            options={calendars.data?.items.map((one) => ({
              value: one.name,
              label: locale === "en-US" ? one.title_en : one.title,
            }))}
            onChange={(calendar: string | undefined) => onChange({ calendar: calendar ?? null })}
          />
        </Field>
        <Field id="daily-at" label={t("daily_at")}>
          <Clock
            id="daily-at"
            value={value.daily_at}
            label={t("daily_at")}
            onChange={(daily_at) => onChange({ daily_at })}
          />
        </Field>
      </div>
      <label className="row gap-sm" htmlFor="breaks-through">
        <Switch
          id="breaks-through"
          size="small"
          checked={value.urgent_breaks_through}
          onChange={(urgent_breaks_through) => onChange({ urgent_breaks_through })}
        />
        {t("breaks_through")}
      </label>
    </div>
  );
}
