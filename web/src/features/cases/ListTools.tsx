/** How the list is shown: order, columns, density, and how many rows it has. */
import { ColumnHeightOutlined, FilterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import type { ReactNode } from "react";
import { api, got } from "@/api/client";
import type { CaseQuery } from "@/api/types";
import { CountBadge } from "@/ui/CountBadge";
import { Count, useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { ColumnPicker } from "./ColumnPicker";
import { type CasesSearch, filterCount, queryOf, type Sort, sortOf, sorts } from "./filters";

type Props = { search: CasesSearch; onChange: (next: CasesSearch) => void };

/** 共 N 条, counted up to a bound. */
function Total({ search }: { search: CasesSearch }) {
  const t = useWords("cases");
  const { sort: _, ...query }: CaseQuery = queryOf(search, useTimeZone());
  const total = useQuery({
    queryKey: ["cases", "figures", "total", query],
    queryFn: () => got(api.GET("/api/v1/case-totals", { params: { query } })),
    placeholderData: (before) => before,
  });
  if (!total.data) return null;
  const { count, count_max } = total.data;
  return (
    <span className="muted" data-testid="total">
      {t("total_before")} <Count of={count} />
      {count >= count_max ? "+" : ""} {t("total_after", { count })}
    </span>
  );
}

function ListTools({ search, onChange }: Props) {
  const t = useWords("cases");
  return (
    <>
      <Select<Sort>
        aria-label={t("sort_label")}
        variant="borderless"
        value={sortOf(search)}
        onChange={(sort) => onChange({ ...search, sort })}
        options={sorts.map((s) => ({ value: s, label: t(`sort.${s}`) }))}
        popupMatchSelectWidth={false}
      />
      <Button
        type={search.dense ? "default" : "text"}
        icon={<ColumnHeightOutlined aria-hidden />}
        aria-label={t("dense")}
        aria-pressed={search.dense === true}
        title={t("dense")}
        onClick={() => onChange({ ...search, dense: search.dense ? undefined : true })}
      />
      <ColumnPicker search={search} onChange={onChange} />
    </>
  );
}

interface ListBarProps extends Props {
  unfolded: boolean;
  onUnfold: (unfolded: boolean) => void;
  children: ReactNode;
}

/** Above the list: views and how many rows at the left, how it is shown at the right. */
export function ListBar({ search, unfolded, onUnfold, onChange, children }: ListBarProps) {
  const t = useWords("cases");
  return (
    <div className="row between list-bar">
      <div className="row gap-sm">
        {children}
        <Total search={search} />
      </div>
      <div className="row gap-sm">
        <ListTools search={search} onChange={onChange} />
        <CountBadge count={filterCount(search)}>
          <Button
            type={unfolded ? "default" : "text"}
            icon={<FilterOutlined aria-hidden />}
            aria-expanded={unfolded}
            onClick={() => onUnfold(!unfolded)}
          >
            {t("filters")}
          </Button>
        </CountBadge>
      </div>
    </div>
  );
}
