/** A civil day in a form: `2026-03-01`, as the server writes it. */
import { DatePicker } from "antd";
import dayjs from "dayjs";

export interface DayInputProps {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  /** Days before this one cannot be chosen. */
  from?: string;
  /** Nor days after this one. */
  to?: string;
}

export function DayInput({ id, value, onChange, from, to }: DayInputProps) {
  return (
    <DatePicker
      id={id}
      className="full"
      value={value ? dayjs(value) : null}
      disabledDate={(day) => {
        const text = day.format("YYYY-MM-DD");
        return (from !== undefined && text < from) || (to !== undefined && text > to);
      }}
      onChange={(day) => onChange?.(day?.format("YYYY-MM-DD"))}
    />
  );
}
