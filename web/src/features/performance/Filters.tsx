/** Which cases the figures are of. */
import { Select } from "antd";
import { useHolds } from "@/api/session";
import { Field } from "@/ui/Fields";
import { StaffPicker } from "@/ui/Pickers";
import { UnitPicker } from "@/ui/UnitPicker";
import { useWords } from "@/ui/words";
import { type DashboardSearch, isDivided } from "./search";

const kinds = ["consultation", "transaction", "complaint", "technical", "suggestion", "compliment"];
const channels = ["phone", "chat", "email", "counter", "web_form", "survey", "app", "letter", "social", "regulator"];
const priorities = ["urgent", "high", "normal", "low"];

export function Filters({ search, onChange }: { search: DashboardSearch; onChange: (next: DashboardSearch) => void }) {
  const t = useWords("performance");
  const staff = useHolds("performance.view_staff");
  const choice = (key: "kind" | "channel" | "priority", values: string[], words: string) => (
    <Field label={t(`filter.${key}`)} id={`d-${key}`}>
      <Select
        id={`d-${key}`}
        className="full"
        allowClear
        disabled={Boolean(search.staff_id)}
        placeholder={t("common:all")}
        value={search[key]}
        onChange={(value?: string) =>
          onChange({ ...search, [key]: value, by: value && search.by === "staff" ? undefined : search.by })
        }
        options={values.map((v) => ({ value: v, label: t(`common:${words}.${v}`) }))}
      />
    </Field>
  );
  return (
    <section className="panel filters">
      <Field label={t("filter.unit")} id="d-unit">
        <UnitPicker
          id="d-unit"
          value={search.unit_id}
          placeholder={t("common:all")}
          onChange={(unit_id) => onChange({ ...search, unit_id })}
        />
      </Field>
      {choice("kind", kinds, "case_kind")}
      {choice("channel", channels, "channel")}
      {choice("priority", priorities, "priority")}
      {staff && (
        <Field label={t("filter.staff")} id="d-staff">
          <StaffPicker
            id="d-staff"
            value={search.staff_id}
            disabled={isDivided(search)}
            placeholder={isDivided(search) ? t("filter.staff_alone") : t("common:all")}
            onChange={(staff_id) => onChange({ ...search, staff_id, by: staff_id ? "unit" : search.by })}
          />
        </Field>
      )}
    </section>
  );
}
