import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { Field } from "@/ui/Fields";
import { StaffPicker } from "@/ui/Pickers";
import { TextFilter } from "@/ui/TextFilter";
import { useWords } from "@/ui/words";
import type { JournalSearch } from "./search";
import { types } from "./types";

type Props = { search: JournalSearch; onChange: (next: JournalSearch) => void };

export function JournalFilters({ search, onChange }: Props) {
  const t = useWords("audit");
  const known: string[] = [...types];
  if (search.type && !known.includes(search.type)) known.unshift(search.type);
  return (
    <div className="filters">
      <Field label={t("column.type")} id="f-type">
        <Select
          id="f-type"
          className="full"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("common:all")}
          popupMatchSelectWidth={false}
          value={search.type}
          onChange={(type) => onChange({ ...search, type })}
          options={known.map((type) => ({
            value: type,
            label: `${t(`type.${type}`, { defaultValue: type })} · ${type}`,
          }))}
        />
      </Field>
      <Field label={t("column.actor")} id="f-actor">
        <StaffPicker
          id="f-actor"
          placeholder={t("common:all")}
          known={search.actor_id ? { id: search.actor_id, name: search.actor_id } : null}
          value={search.actor_id}
          onChange={(actor_id) => onChange({ ...search, actor_id })}
        />
      </Field>
      <Field label={t("filter.subject_id")} id="f-subject">
        <TextFilter
          id="f-subject"
          className="mono"
          placeholder={t("filter.id_about")}
          value={search.subject_id}
          onChange={(subject_id) => onChange({ ...search, subject_id })}
        />
      </Field>
      <Field label={t("filter.dates")} id="f-dates">
        <DatePicker.RangePicker
          id="f-dates"
          className="full"
          allowEmpty={[true, true]}
          value={[search.from ? dayjs(search.from) : null, search.to ? dayjs(search.to) : null]}
          onChange={(range) =>
            onChange({ ...search, from: range?.[0]?.format("YYYY-MM-DD"), to: range?.[1]?.format("YYYY-MM-DD") })
          }
        />
      </Field>
      <div className="row" style={{ alignSelf: "end", minHeight: 30 }}>
        <Button type="link" size="small" onClick={() => onChange({})}>
          {t("common:reset")}
        </Button>
      </div>
    </div>
  );
}
