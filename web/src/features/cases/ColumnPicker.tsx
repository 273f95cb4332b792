/** Which columns the list shows: those of every case, and below them the institution's own fields. */
import { SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Divider, Popover } from "antd";
import type { Column } from "@/api/types";
import { useLocale, useWords } from "@/ui/words";
import { allColumns, colsOf, columnOf, columnsOf } from "./columns";
import { useFields } from "./fields/queries";
import type { CasesSearch } from "./filters";

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

export function ColumnPicker({ search, onChange }: Props) {
  const t = useWords("cases");
  const english = useLocale() === "en-US";
  const fields = useFields().data ?? [];
  const shown = columnsOf(search.cols, fields);
  const every: Column[] = [...allColumns, ...fields.map(columnOf)];
  const choose = (column: Column, checked: boolean) => {
    const next = every.filter((one) => (one === column ? checked : shown.includes(one)));
    if (next.length) onChange({ ...search, cols: colsOf(next) });
  };
  const box = (column: Column, name: string) => (
    <Checkbox
      key={column}
      checked={shown.includes(column)}
      disabled={column === "subject"}
      onChange={(e) => choose(column, e.target.checked)}
    >
      {name}
    </Checkbox>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t("columns")}
      content={
        <div className="col gap-sm" style={{ maxHeight: "60vh", overflowY: "auto" }}>
          {allColumns.map((column) => box(column, t(`column.${column}`)))}
          {fields.length > 0 && <Divider size="small">{t("own_fields")}</Divider>}
          {fields.map((field) => box(columnOf(field), (english && field.name_en) || field.name))}
          <Button size="small" type="link" onClick={() => onChange({ ...search, cols: undefined })}>
            {t("common:reset")}
          </Button>
        </div>
      }
    >
      <Button type="text" icon={<SettingOutlined aria-hidden />} aria-label={t("columns")} title={t("columns")} />
    </Popover>
  );
}
