/** What a level covers, in a line: `投诉 · 紧急`, or all work. */
import { useUnits } from "@/ui/UnitPicker";
import { useLocale, useWords } from "@/ui/words";
import type { Level } from "./types";

type Conditions = Pick<Level, "kinds" | "priorities" | "classes" | "unit_ids">;

export function useConditions(): (level: Conditions) => string {
  const t = useWords("levels");
  const unitName = useUnitName();
  return ({ kinds, priorities, classes, unit_ids }) => {
    const said = [
      kinds?.map((kind) => t(`common:case_kind.${kind}`)),
      priorities?.map((priority) => t(`common:priority.${priority}`)),
      classes?.map((one) => t(`common:customer_class.${one}`)),
      unit_ids?.map(unitName),
    ];
    const parts = said.filter((part) => part?.length).map((part) => part?.join("/"));
    return parts.length ? parts.join(" · ") : t("all_work");
  };
}

export function useUnitName(): (id: string) => string {
  const units = useUnits();
  const english = useLocale() === "en-US";
  return (id) => {
    const unit = units.data?.find((one) => one.id === id);
    return (english && unit?.name_en) || unit?.name || id;
  };
}
