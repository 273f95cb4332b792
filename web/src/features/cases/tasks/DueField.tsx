/** By when: so many working hours, or a moment. */
import { DatePicker, InputNumber, Segmented } from "antd";
import dayjs from "dayjs";
import { useWords } from "@/ui/words";
import type { DueInput } from "./search";

const form = "YYYY-MM-DD HH:mm";

interface DueFieldProps {
  id?: string;
  value?: DueInput;
  onChange?: (value: DueInput) => void;
}

export function DueField({ id, value = { way: "hours" }, onChange }: DueFieldProps) {
  const t = useWords("tasks");
  return (
    <div className="row gap-sm wrap">
      <Segmented<DueInput["way"]>
        value={value.way}
        onChange={(way) => onChange?.({ ...value, way })}
        options={[
          { value: "hours", label: t("due.hours") },
          { value: "moment", label: t("due.moment") },
        ]}
      />
      {value.way === "hours" ? (
        <InputNumber
          id={id}
          min={0.1}
          max={3000}
          step={1}
          style={{ width: 150 }}
          aria-label={t("due.hours")}
          suffix={t("due.hours_unit")}
          value={value.hours}
          onChange={(hours) => onChange?.({ ...value, hours })}
        />
      ) : (
        <DatePicker
          id={id}
          showTime={{ format: "HH:mm", minuteStep: 15 }}
          format={form}
          aria-label={t("due.moment")}
          disabledDate={(day) => day.isBefore(dayjs().startOf("day"))}
          value={value.moment ? dayjs(value.moment) : null}
          onChange={(moment) => onChange?.({ ...value, moment: moment?.format(form) })}
        />
      )}
    </div>
  );
}
