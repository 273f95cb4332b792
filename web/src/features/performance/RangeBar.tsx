/** Which days, and what they are compared with. */
import { DatePicker, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useWords } from "@/ui/words";
import { compares, type DashboardSearch, daysOf, type RangeName, ranges } from "./search";

type Props = { search: DashboardSearch; today: string; onChange: (next: DashboardSearch) => void };

export function RangeBar({ search, today, onChange }: Props) {
  const t = useWords("performance");
  const range = search.range ?? "week";
  const days = daysOf(search, today);
  return (
    <div className="row gap-sm wrap">
      <Segmented<RangeName>
        aria-label={t("range_label")}
        value={range}
        onChange={(next) =>
          onChange({ ...search, range: next, ...(next === "custom" ? days : { from: undefined, to: undefined }) })
        }
        options={ranges.map((r) => ({ value: r, label: t(`range.${r}`) }))}
      />
      {range === "custom" && (
        <DatePicker.RangePicker
          aria-label={t("range_label")}
          allowClear={false}
          value={[dayjs(days.from), dayjs(days.to)]}
          onChange={(both) =>
            both?.[0] &&
            both[1] &&
            onChange({ ...search, from: both[0].format("YYYY-MM-DD"), to: both[1].format("YYYY-MM-DD") })
          }
        />
      )}
      <Select
        aria-label={t("compare_label")}
        value={search.compare ?? "none"}
        onChange={(compare) => onChange({ ...search, compare: compare === "none" ? undefined : compare })}
        options={compares.map((c) => ({ value: c, label: t(`compare.${c}`) }))}
        popupMatchSelectWidth={false}
      />
    </div>
  );
}
