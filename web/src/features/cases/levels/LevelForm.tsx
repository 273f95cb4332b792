/** One level: what it covers, its clocks, its chain, its examples. */
import { Button, Input, Select, TreeSelect } from "antd";
import { useMemo } from "react";
import { Field } from "@/ui/Fields";
import { treeOf, useUnits } from "@/ui/UnitPicker";
import { useLocale, useWords } from "@/ui/words";
import { ChainRows } from "./ChainRows";
import { ClockRows } from "./ClockRows";
import { ExampleRows } from "./ExampleRows";
import { classes, kinds, type Level, priorities } from "./types";

interface LevelFormProps {
  level: Level;
  onChange?: (level: Level) => void;
  onRemove?: () => void;
}

export function LevelForm({ level, onChange, onRemove }: LevelFormProps) {
  const t = useWords("levels");
  const set = (change: Partial<Level>) => onChange?.({ ...level, ...change });
  return (
    <fieldset className="level-form col gap-lg" disabled={!onChange} aria-label={level.name}>
      <div className="row gap between top">
        <div className="grow">
          <Field label={t("level_name")} id="level-name">
            <Input
              id="level-name"
              value={level.name}
              maxLength={60}
              disabled={!onChange}
              onChange={(event) => set({ name: event.target.value })}
            />
          </Field>
        </div>
        {onRemove && (
          <Button danger onClick={onRemove}>
            {t("remove_level")}
          </Button>
        )}
      </div>
      <Conditions level={level} onChange={onChange && set} />
      <ClockRows clocks={level.clocks} onChange={onChange && ((clocks) => set({ clocks }))} />
      <ChainRows chain={level.chain ?? []} clocks={level.clocks} onChange={onChange && ((chain) => set({ chain }))} />
      <ExampleRows level={level} onChange={onChange && ((examples) => set({ examples }))} />
    </fieldset>
  );
}

function Conditions({ level, onChange }: { level: Level; onChange?: (change: Partial<Level>) => void }) {
  const t = useWords("levels");
  const options = <T extends string>(all: readonly T[], group: string) =>
    all.map((value) => ({ value, label: t(`common:${group}.${value}`) }));
  const many = { mode: "multiple" as const, className: "full", placeholder: t("all"), disabled: !onChange };
  return (
    <section className="col gap-sm">
      <h3>{t("covers")}</h3>
      <div className="level-grid">
        <Field label={t("kinds")} id="level-kinds">
          <Select
            id="level-kinds"
            {...many}
            value={level.kinds}
            options={options(kinds, "case_kind")}
            onChange={(kinds) => onChange?.({ kinds })}
          />
        </Field>
        <Field label={t("priorities")} id="level-priorities">
          <Select
            id="level-priorities"
            {...many}
            value={level.priorities}
            options={options(priorities, "priority")}
            onChange={(priorities) => onChange?.({ priorities })}
          />
        </Field>
        <Field label={t("classes")} id="level-classes">
          <Select
            id="level-classes"
            {...many}
            value={level.classes}
            options={options(classes, "customer_class")}
            onChange={(classes) => onChange?.({ classes })}
          />
        </Field>
        <Field label={t("units")} id="level-units">
          <Units ids={level.unit_ids ?? []} onChange={onChange && ((unit_ids) => onChange({ unit_ids }))} />
        </Field>
      </div>
    </section>
  );
}

function Units({ ids, onChange }: { ids: string[]; onChange?: (ids: string[]) => void }) {
  const t = useWords("levels");
  const english = useLocale() === "en-US";
  const units = useUnits();
  const tree = useMemo(() => treeOf(units.data ?? [], english), [units.data, english]);
  return (
    <TreeSelect
      id="level-units"
      className="full"
      multiple
      allowClear
      showSearch={{ treeNodeFilterProp: "title" }}
      disabled={!onChange}
      value={ids}
      treeData={tree}
      placeholder={t("all")}
      onChange={(next) => onChange?.(next)}
    />
  );
}
