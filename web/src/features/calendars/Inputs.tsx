/** Inputs of the calculator: moments on the calendar's wall, never moved by the browser's zone. */
import { DatePicker, InputNumber } from "antd";
import dayjs from "dayjs";
import { useWords } from "@/ui/words";
import type { Length, Wall } from "./request";

interface MomentInputProps {
  id?: string;
  label?: string;
  value?: Wall;
  onChange: (value: Wall | undefined) => void;
}

export function MomentInput({ id, label, value, onChange }: MomentInputProps) {
  return (
    <DatePicker
      id={id}
      aria-label={label}
      className="full"
      showTime
      needConfirm={false}
      format="YYYY-MM-DD HH:mm:ss"
      value={value ? dayjs(value) : null}
      onChange={(at) => onChange(at ? at.format("YYYY-MM-DDTHH:mm:ss") : undefined)}
    />
  );
}

export function DayInput({ id, value, onChange }: MomentInputProps) {
  return (
    <DatePicker
      id={id}
      className="full"
      value={value ? dayjs(value) : null}
      onChange={(on) => onChange(on ? on.format("YYYY-MM-DD") : undefined)}
    />
  );
}

export function LengthInput({ id, value, onChange }: { id?: string; value: Length; onChange: (next: Length) => void }) {
  const t = useWords("calendars");
  return (
    <div className="row gap-xs">
      <InputNumber
        id={id}
        aria-label={t("hours")}
        min={0}
        max={100_000}
        precision={0}
        changeOnWheel={false}
        suffix={t("hours")}
        value={value.hours}
        onChange={(hours) => onChange({ ...value, hours: hours ?? 0 })}
        style={{ width: 112 }}
      />
      <InputNumber
        aria-label={t("minutes")}
        min={0}
        max={59}
        precision={0}
        changeOnWheel={false}
        suffix={t("minutes")}
        value={value.minutes}
        onChange={(minutes) => onChange({ ...value, minutes: minutes ?? 0 })}
        style={{ width: 96 }}
      />
    </div>
  );
}
