/** A length of working time in hours and minutes. */
import { InputNumber, Space } from "antd";
import { useWords } from "@/ui/words";

interface LengthInputProps {
  seconds: number;
  label: string;
  disabled?: boolean;
  onChange: (seconds: number) => void;
}

export function LengthInput({ seconds, label, disabled, onChange }: LengthInputProps) {
  const t = useWords("levels");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.round((seconds % 3600) / 60);
  const set = (h: number, m: number) => onChange(Math.max(0, h * 3600 + m * 60));
  return (
    <Space.Compact>
      <InputNumber
        aria-label={`${label} · ${t("hours")}`}
        min={0}
        max={13000}
        precision={0}
        disabled={disabled}
        value={hours}
        suffix={t("h")}
        style={{ width: 96 }}
        onChange={(value) => set(value ?? 0, minutes)}
      />
      <InputNumber
        aria-label={`${label} · ${t("minutes")}`}
        min={0}
        max={59}
        precision={0}
        disabled={disabled}
        value={minutes}
        suffix={t("min")}
        style={{ width: 84 }}
        onChange={(value) => set(hours, value ?? 0)}
      />
    </Space.Compact>
  );
}
