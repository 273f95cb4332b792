import { Input, InputNumber, Select } from "antd";
import { useMemo } from "react";
import { Field } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import type { Editing, Wrong } from "./editing";
import { WrongAt } from "./WrongAt";

interface BasicsProps {
  of: Editing;
  isNew: boolean;
  wrong: Wrong;
  onChange: (change: Partial<Editing>) => void;
}

/** The zones that this browser knows, and the one that is chosen whatever it is. */
function useZones(chosen: string) {
  return useMemo(() => {
    const known = ["UTC", ...Intl.supportedValuesOf("timeZone")];
    return [...new Set([chosen, ...known])].filter(Boolean).map((zone) => ({ value: zone, label: zone }));
  }, [chosen]);
}

/** Code, names, zone, and the years whose holidays are complete. */
export function Basics({ of, isNew, wrong, onChange }: BasicsProps) {
  const t = useWords("calendars");
  const zones = useZones(of.time_zone);
  const bad = (field: string) => (wrong.has(field) ? ("error" as const) : undefined);
  const text = (field: "name" | "title" | "title_en", label: string, max: number) => (
    <Field label={label} id={`cal-${field}`}>
      <Input
        id={`cal-${field}`}
        maxLength={max}
        autoComplete="off"
        disabled={field === "name" && !isNew}
        status={bad(field)}
        value={of[field]}
        onChange={(event) => onChange({ [field]: event.target.value })}
      />
      <WrongAt field={field} wrong={wrong} />
    </Field>
  );
  return (
    <Panel title={t("editor.basics")}>
      <div className="level-grid">
        {text("title", t("editor.title_zh"), 60)}
        {text("title_en", t("editor.title_en"), 60)}
        <div>
          {text("name", t("editor.name"), 40)}
          {isNew && <p className="muted small">{t("editor.name_about")}</p>}
        </div>
        <Field label={t("editor.time_zone")} id="cal-zone">
          <Select
            id="cal-zone"
            className="full"
            showSearch
            status={bad("time_zone")}
            value={of.time_zone}
            options={zones}
            onChange={(time_zone) => onChange({ time_zone })}
          />
          <WrongAt field="time_zone" wrong={wrong} />
        </Field>
        <Known of={of} wrong={wrong} onChange={onChange} />
      </div>
    </Panel>
  );
}

function Known({ of, wrong, onChange }: Omit<BasicsProps, "isNew">) {
  const t = useWords("calendars");
  const year = (which: "first" | "last", label: string) => (
    <InputNumber
      id={`cal-${which}`}
      aria-label={label}
      placeholder={label}
      min={1900}
      max={2199}
      precision={0}
      changeOnWheel={false}
      status={wrong.has("known_years") ? "error" : undefined}
      style={{ width: 96 }}
      value={of[which]}
      onChange={(value) => onChange({ [which]: value })}
    />
  );
  return (
    <div>
      <Field label={t("editor.known")} id="cal-first">
        <div className="row gap-xs">
          {year("first", t("editor.known_first"))}–{year("last", t("editor.known_last"))}
        </div>
      </Field>
      <WrongAt field="known_years" wrong={wrong} />
      <p className="muted small">{t("editor.known_about")}</p>
    </div>
  );
}
