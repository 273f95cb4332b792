import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useWords } from "@/ui/words";

interface YearSwitchProps {
  year: number;
  /** Empty when any year may be shown. */
  known: number[];
  onChange: (year: number) => void;
}

export function YearSwitch({ year, known, onChange }: YearSwitchProps) {
  const t = useWords("calendars");
  const first = known[0] ?? 1;
  const last = known[known.length - 1] ?? 9999;
  return (
    <div className="row gap-xs">
      <Button
        size="small"
        icon={<LeftOutlined aria-hidden />}
        aria-label={t("year_before")}
        disabled={year <= first}
        onClick={() => onChange(year - 1)}
      />
      {known.length ? (
        <Select
          size="small"
          aria-label={t("year")}
          value={year}
          onChange={onChange}
          options={known.map((value) => ({ value, label: String(value) }))}
          style={{ width: 84 }}
        />
      ) : (
        <InputNumber
          size="small"
          aria-label={t("year")}
          value={year}
          min={1}
          max={9999}
          precision={0}
          changeOnWheel={false}
          onChange={(value) => value && onChange(value)}
          style={{ width: 84 }}
        />
      )}
      <Button
        size="small"
        icon={<RightOutlined aria-hidden />}
        aria-label={t("year_after")}
        disabled={year >= last}
        onClick={() => onChange(year + 1)}
      />
    </div>
  );
}
