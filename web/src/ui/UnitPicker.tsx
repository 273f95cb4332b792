/** The tree of organisational units, and the picker that shows it. */
import { useQuery } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { useMemo } from "react";
import { api, got } from "@/api/client";
import { useHolds } from "@/api/session";
import type { OrgUnit } from "@/api/types";
import type { PickerProps } from "./Pickers";
import { useLocale, useWords } from "./words";

export function useUnits() {
  return useQuery({
    queryKey: ["units"],
    queryFn: async () => (await got(api.GET("/api/v1/org-units"))).items,
    staleTime: 300_000,
    enabled: useHolds("organisation.view"),
  });
}

export interface UnitNode {
  value: string;
  title: string;
  unit: OrgUnit;
  children: UnitNode[];
}

/** The tree of units; one whose parent is out of sight stands at the top. Pure. */
export function treeOf(units: OrgUnit[], english: boolean): UnitNode[] {
  const nodes = new Map(
    units.map((u) => [
      u.id,
      { value: u.id, title: english && u.name_en ? u.name_en : u.name, unit: u, children: [] } as UnitNode,
    ]),
  );
  const roots: UnitNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.unit.parent_id ? nodes.get(node.unit.parent_id) : undefined;
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** Whether a unit is meant by what was typed: a part of its names or code, or how its Chinese name sounds. Pure. */
export function isMeant(unit: OrgUnit, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return [unit.name, unit.name_en, unit.code, unit.sounds].some((text) => text.toLowerCase().includes(wanted));
}

export function UnitPicker(props: PickerProps) {
  const t = useWords("common");
  const locale = useLocale();
  const units = useUnits();
  const tree = useMemo(() => treeOf(units.data ?? [], locale === "en-US"), [units.data, locale]);
  return (
    <TreeSelect
      id={props.id}
      className="full"
      allowClear
      showSearch={{ filterTreeNode: (typed, node) => isMeant((node as UnitNode).unit, typed) }}
      treeDefaultExpandAll
      value={props.value}
      onChange={props.onChange}
      treeData={tree}
      loading={units.isLoading}
      placeholder={props.placeholder ?? t("choose")}
    />
  );
}
