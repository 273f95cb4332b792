import { SearchOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select } from "antd";
import { lazy, Suspense } from "react";
import { Field } from "@/ui/Fields";
import { CustomerPicker, ProductPicker, StaffPicker } from "@/ui/Pickers";
import { TextFilter } from "@/ui/TextFilter";
import { useWords } from "@/ui/words";
import { type CasesSearch, channels, kinds, priorities, statuses } from "./filters";

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

// The calendar is large, so it comes when the filters are unfolded; the box for words must be there at once.
const DateFilter = lazy(() => import("./DateFilter").then((m) => ({ default: m.DateFilter })));
const UnitPicker = lazy(() => import("@/ui/UnitPicker").then((m) => ({ default: m.UnitPicker })));
const FieldFilters = lazy(() => import("./fields/FieldFilters").then((m) => ({ default: m.FieldFilters })));

function UnitFilter(props: { id: string; value?: string; onChange: (unit?: string) => void }) {
  const t = useWords("common");
  return (
    <Suspense fallback={null}>
      <UnitPicker placeholder={t("all")} {...props} />
    </Suspense>
  );
}

export function CaseFilters({ search, onChange }: Props) {
  const t = useWords("cases");
  const choice = <K extends "status" | "kind" | "channel" | "priority">(
    key: K,
    values: readonly string[],
    words: string,
  ) => (
    <Field label={t(`column.${key}`)} id={`f-${key}`}>
      <Select
        id={`f-${key}`}
        className="full"
        allowClear
        placeholder={t("common:all")}
        value={search[key] as string | undefined}
        onChange={(value) => onChange({ ...search, [key]: value })}
        options={values.map((v) => ({ value: v, label: t(`common:${words}.${v}`) }))}
      />
    </Field>
  );
  const people = [
    { value: "me", label: t("filter.me") },
    { value: "none", label: t("nobody") },
  ];
  return (
    <div className="filters">
      <Field label={t("filter.q")} id="f-q">
        <TextFilter
          id="f-q"
          prefix={<SearchOutlined className="muted" aria-hidden />}
          placeholder={t("filter.q_about")}
          value={search.q}
          onChange={(q) => onChange({ ...search, q })}
        />
      </Field>
      {choice("status", statuses, "case_status")}
      {choice("kind", kinds, "case_kind")}
      {choice("channel", channels, "channel")}
      {choice("priority", priorities, "priority")}
      <Field label={t("column.unit")} id="f-unit">
        <UnitFilter id="f-unit" value={search.unit_id} onChange={(unit_id) => onChange({ ...search, unit_id })} />
      </Field>
      <Field label={t("filter.below_unit")} id="f-below-unit">
        <UnitFilter
          id="f-below-unit"
          value={search.below_unit_id}
          onChange={(below_unit_id) => onChange({ ...search, below_unit_id })}
        />
      </Field>
      <Field label={t("column.assignee")} id="f-assignee">
        <StaffPicker
          id="f-assignee"
          placeholder={t("common:all")}
          extra={people}
          value={search.assignee_id}
          onChange={(assignee_id) => onChange({ ...search, assignee_id })}
        />
      </Field>
      <Field label={t("column.customer")} id="f-customer">
        <CustomerPicker
          id="f-customer"
          placeholder={t("common:all")}
          value={search.customer_id}
          onChange={(customer_id) => onChange({ ...search, customer_id })}
        />
      </Field>
      <Field label={t("column.product")} id="f-product">
        <ProductPicker
          id="f-product"
          placeholder={t("common:all")}
          value={search.product_id}
          onChange={(product_id) => onChange({ ...search, product_id })}
        />
      </Field>
      <Field label={t("tags")} id="f-tag">
        <TextFilter id="f-tag" value={search.tag} onChange={(tag) => onChange({ ...search, tag })} />
      </Field>
      <Field label={t("filter.waiting_department")} id="f-waiting">
        <UnitFilter
          id="f-waiting"
          value={search.waiting_department}
          onChange={(waiting_department) => onChange({ ...search, waiting_department })}
        />
      </Field>
      <Suspense fallback={null}>
        <FieldFilters kind={search.kind} value={search.fields} onChange={(fields) => onChange({ ...search, fields })} />
      </Suspense>
      <Field label={t("filter.dates")} id="f-dates">
        <Suspense fallback={null}>
          <DateFilter search={search} onChange={onChange} />
        </Suspense>
      </Field>
      <div className="row gap-sm" style={{ alignSelf: "end", minHeight: 30 }}>
        <Checkbox
          checked={search.escalated === true}
          onChange={(e) => onChange({ ...search, escalated: e.target.checked || undefined })}
        >
          {t("filter.escalated")}
        </Checkbox>
        <Button type="link" size="small" onClick={() => onChange({ tab: search.tab, sort: search.sort })}>
          {t("common:reset")}
        </Button>
      </div>
    </div>
  );
}
