/** One date with its name. */
import { DeleteOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import { useWords } from "@/ui/words";
import type { DayRow, Wrong } from "./editing";
import { WrongAt } from "./WrongAt";

interface DayLineProps {
  field: string;
  row: DayRow;
  wrong: Wrong;
  onChange: (row: DayRow) => void;
  onRemove: () => void;
}

export function DayLine({ field, row, wrong, onChange, onRemove }: DayLineProps) {
  const t = useWords("calendars");
  return (
    <div>
      <div className="row gap-xs">
        <Input
          size="small"
          className="num"
          style={{ width: 108 }}
          aria-label={t("editor.date")}
          status={wrong.has(`${field}.on`) ? "error" : undefined}
          maxLength={10}
          value={row.on}
          onChange={(event) => onChange({ ...row, on: event.target.value })}
        />
        <Input
          size="small"
          aria-label={`${t("editor.day_name")} ${row.on}`}
          placeholder={t("editor.day_name")}
          maxLength={60}
          value={row.name}
          onChange={(event) => onChange({ ...row, name: event.target.value })}
        />
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t("editor.remove_day", { on: row.on })}
          onClick={onRemove}
        />
      </div>
      <WrongAt field={`${field}.on`} wrong={wrong} />
      <WrongAt field={`${field}.name`} wrong={wrong} />
    </div>
  );
}
