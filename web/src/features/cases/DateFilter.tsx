/** From which day to which the cases came in. */
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useWords } from "@/ui/words";
import type { CasesSearch } from "./filters";

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

const lastDays = (days: number) => [dayjs().subtract(days - 1, "day"), dayjs()] as [dayjs.Dayjs, dayjs.Dayjs];

export function DateFilter({ search, onChange }: Props) {
  const t = useWords("cases");
  return (
    <DatePicker.RangePicker
      id="f-dates"
      className="full"
      allowEmpty={[true, true]}
      value={[
        search.created_from ? dayjs(search.created_from) : null,
        search.created_to ? dayjs(search.created_to) : null,
      ]}
      presets={[
        { label: t("range.today"), value: lastDays(1) },
        { label: t("range.week"), value: lastDays(7) },
        { label: t("range.month"), value: [dayjs().startOf("month"), dayjs()] },
        {
          label: t("range.quarter"),
          value: [
            dayjs()
              .subtract(dayjs().month() % 3, "month")
              .startOf("month"),
            dayjs(),
          ],
        },
      ]}
      onChange={(range) =>
        onChange({
          ...search,
          created_from: range?.[0]?.format("YYYY-MM-DD"),
          created_to: range?.[1]?.format("YYYY-MM-DD"),
        })
      }
    />
  );
}
