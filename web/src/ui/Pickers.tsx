/** Pickers for people, customers and products, shared by the features. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useMemo, useState } from "react";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import { useLocale, useName, useWords } from "./words";

export interface PickerProps {
  id?: string;
  value?: string;
  onChange?: (value: string | undefined) => void;
  placeholder?: string;
  /** The name of the present value, before any search brought it. */
  known?: { id: string; name: string } | null;
  extra?: { value: string; label: string }[];
  disabled?: boolean;
}

type Option = { value: string; label: string };

function SearchSelect(
  props: PickerProps & { name: string; search: (q: string) => Promise<Option[]>; enabled: boolean },
) {
  const t = useWords("common");
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed);
  const found = useQuery({
    queryKey: ["pick", props.name, q],
    queryFn: () => props.search(q),
    enabled: props.enabled,
    staleTime: 30_000,
    placeholderData: (before: Option[] | undefined) => before,
  });
  const options = useMemo(() => {
    const list = [...(props.extra ?? []), ...(found.data ?? [])];
    const known = props.known;
    if (known && !list.some((o) => o.value === known.id)) list.unshift({ value: known.id, label: known.name });
    return list;
  }, [props.extra, props.known, found.data]);
  return (
    <Select
      id={props.id}
      // Beside a label the label is its name.
      aria-label={props.id ? undefined : (props.placeholder ?? t("choose"))}
      className="full"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={props.value}
      onChange={props.onChange}
      options={options}
      loading={found.isFetching}
      disabled={props.disabled}
      placeholder={props.placeholder ?? t("choose")}
      notFoundContent={found.isFetching ? t("searching") : t("nothing_found")}
    />
  );
}

export function StaffPicker(props: PickerProps & { unitId?: string }) {
  const nameOf = useName();
  const search = async (q: string) => {
    const query = { q: q || undefined, unit_id: props.unitId, limit: 20 };
    const page = await got(api.GET("/api/v1/staff", { params: { query } }));
    return page.items.filter((s) => s.active).map((s) => ({ value: s.id, label: `${s.name} · ${nameOf(s.unit)}` }));
  };
  return (
    <SearchSelect
      {...props}
      name={`staff-${props.unitId ?? ""}`}
      search={search}
      enabled={useHolds("organisation.view")}
    />
  );
}

/** Finds a case by number or subject, among those in sight. */
export function CasePicker(props: PickerProps & { except?: string }) {
  const search = async (q: string) => {
    const page = await got(api.GET("/api/v1/cases", { params: { query: { q: q || undefined, limit: 20 } } }));
    return page.items
      .filter((it) => it.id !== props.except)
      .map((it) => ({ value: it.id, label: `${it.number} · ${it.subject}` }));
  };
  return <SearchSelect {...props} name="cases" search={search} enabled={useHolds("cases.view")} />;
}

export function CustomerPicker(props: PickerProps) {
  const search = async (q: string) => {
    const page = await got(api.GET("/api/v1/customers", { params: { query: { q: q || undefined, limit: 20 } } }));
    return page.items.map((c) => ({
      value: c.id,
      label: [c.name, c.contact_points[0]?.value ?? c.number].filter(Boolean).join(" · "),
    }));
  };
  return <SearchSelect {...props} name="customers" search={search} enabled={useHolds("customers.view")} />;
}

export function ProductPicker(props: PickerProps) {
  const locale = useLocale();
  const products = useQuery({
    queryKey: ["products", "pick"],
    queryFn: () => got(api.GET("/api/v1/products", { params: { query: { limit: 200 } } })),
    staleTime: 300_000,
    enabled: useHolds("products.view"),
  });
  const t = useWords("common");
  return (
    <Select
      id={props.id}
      className="full"
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      value={props.value}
      onChange={props.onChange}
      loading={products.isLoading}
      placeholder={props.placeholder ?? t("choose")}
      options={products.data?.items
        .filter((p) => p.active || p.id === props.value)
        .map((p) => ({ value: p.id, label: locale === "en-US" && p.name_en ? p.name_en : p.name }))}
    />
  );
}
