/** What actions ask for that move a case: to whom it goes, and until when it rests. */
import { DatePicker, Input, InputNumber, Segmented } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import type { Action } from "@/api/types";
import { StaffPicker } from "@/ui/Pickers";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { withRest } from "./actions";

interface FieldsProps<Does extends Action["do"]> {
  action: Extract<Action, { do: Does }>;
  onChange: (action: Action) => void;
}

interface WordsProps {
  value: string;
  label: string;
  onChange: (text: string) => void;
}

export function Words({ value, label, onChange }: WordsProps) {
  return (
    <Input.TextArea
      value={value}
      aria-label={label}
      placeholder={label}
      autoSize={{ minRows: 2, maxRows: 8 }}
      maxLength={5000}
      onChange={(e) => onChange(e.target.value)}
    />
  );
}

/** A person, a unit's queue, or both; a transfer must say why. */
export function ToWhomFields({ action, onChange }: FieldsProps<"assign" | "transfer">) {
  const t = useWords("workbench");
  const assigns = action.do === "assign";
  return (
    <>
      <StaffPicker
        value={action.staff_id ?? undefined}
        placeholder={t(assigns ? "action.to_staff" : "action.transfer_to_staff")}
        onChange={(staff_id) => onChange({ ...action, staff_id })}
      />
      <UnitPicker
        value={action.unit_id ?? undefined}
        placeholder={t(assigns ? "action.to_unit" : "action.transfer_to_unit")}
        onChange={(unit_id) => onChange({ ...action, unit_id })}
      />
      <Words
        value={action.opinion ?? ""}
        label={t(assigns ? "action.opinion" : "action.opinion_needed")}
        onChange={(opinion) =>
          onChange(action.do === "assign" ? { ...action, opinion: opinion || undefined } : { ...action, opinion })
        }
      />
    </>
  );
}

/** Until the customer answers, some days from when it is done, or until a moment. */
export function RestFields({ action, onChange }: FieldsProps<"snooze">) {
  const t = useWords("workbench");
  const [until, setUntil] = useState<"answer" | "days" | "moment">(
    action.until ? "moment" : action.days ? "days" : "answer",
  );
  const choose = (next: typeof until) => {
    setUntil(next);
    onChange(withRest(action, next === "days" ? { days: 1 } : {}));
  };
  return (
    <>
      <Segmented
        aria-label={t("action.rest_until")}
        value={until}
        onChange={choose}
        options={(["answer", "days", "moment"] as const).map((value) => ({ value, label: t(`action.rest_${value}`) }))}
      />
      {until === "days" && (
        <InputNumber
          min={1}
          max={365}
          precision={0}
          suffix={t("action.days_from_then")}
          aria-label={t("action.rest_days")}
          value={action.days ?? null}
          onChange={(days) => onChange(withRest(action, { days: days ?? undefined }))}
        />
      )}
      {until === "moment" && (
        <DatePicker
          showTime={{ format: "HH:mm" }}
          format="YYYY-MM-DD HH:mm"
          minDate={dayjs()}
          aria-label={t("action.rest_moment")}
          value={action.until ? dayjs(action.until) : null}
          onChange={(at) => onChange(withRest(action, { until: at?.toISOString() }))}
        />
      )}
      <Words
        value={action.opinion ?? ""}
        label={t("action.opinion")}
        onChange={(opinion) => onChange({ ...action, opinion: opinion || undefined })}
      />
    </>
  );
}
