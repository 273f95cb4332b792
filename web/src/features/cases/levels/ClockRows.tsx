/** The clocks of a level: how long, by which calendar, what makes them stand still, where they warn. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, Select } from "antd";
import { useState } from "react";
import { useLocale, useWords } from "@/ui/words";
import { LengthInput } from "./LengthInput";
import { newClock, sharesOf } from "./levels";
import { useCalendarNames } from "./queries";
import { type ClockRule, clockKinds, pauseReasons } from "./types";

interface ClockRowsProps {
  clocks: ClockRule[];
  onChange?: (clocks: ClockRule[]) => void;
}

export function ClockRows({ clocks, onChange }: ClockRowsProps) {
  const t = useWords("levels");
  const rest = clockKinds.filter((kind) => !clocks.some((rule) => rule.kind === kind));
  const replace = (at: number, rule: ClockRule) => onChange?.(clocks.map((old, n) => (n === at ? rule : old)));
  return (
    <section className="col gap-sm">
      <div className="row between">
        <h3>{t("clocks")}</h3>
        {onChange && rest.length > 0 && (
          <Dropdown
            trigger={["click"]}
            menu={{
              items: rest.map((kind) => ({ key: kind, label: t(`common:clock_kind.${kind}`) })),
              onClick: ({ key }) => onChange([...clocks, newClock(key as ClockRule["kind"])]),
            }}
          >
            <Button size="small" icon={<PlusOutlined aria-hidden />}>
              {t("add_clock")}
            </Button>
          </Dropdown>
        )}
      </div>
      {clocks.map((rule, at) => (
        <OneClock
          key={rule.kind}
          rule={rule}
          onChange={onChange && ((next) => replace(at, next))}
          onRemove={onChange && (() => onChange(clocks.filter((_, n) => n !== at)))}
        />
      ))}
    </section>
  );
}

interface OneClockProps {
  rule: ClockRule;
  onChange?: (rule: ClockRule) => void;
  onRemove?: () => void;
}

function OneClock({ rule, onChange, onRemove }: OneClockProps) {
  const t = useWords("levels");
  const english = useLocale() === "en-US";
  const calendars = useCalendarNames();
  const kind = t(`common:clock_kind.${rule.kind}`);
  const set = (change: Partial<ClockRule>) => onChange?.({ ...rule, ...change });
  const names = (calendars.data ?? []).map((one) => ({ value: one.name, label: english ? one.title_en : one.title }));
  const never = rule.kind === "first_response";
  const reasons = pauseReasons.filter((reason) => rule.kind !== "task" || reason !== "waiting_department");
  return (
    <div className="level-row">
      <span className="strong level-row-name">{kind}</span>
      <LengthInput
        label={kind}
        seconds={rule.target_seconds}
        disabled={!onChange}
        onChange={(target_seconds) => set({ target_seconds })}
      />
      <Select
        aria-label={`${kind} · ${t("calendar")}`}
        style={{ minWidth: 150 }}
        disabled={!onChange}
        value={rule.calendar}
        options={names}
        onChange={(calendar) => set({ calendar })}
      />
      <Select
        aria-label={`${kind} · ${t("pauses")}`}
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 170, flex: 1 }}
        disabled={!onChange || never}
        placeholder={t(never ? "never_pauses" : "pauses_for_nothing")}
        value={rule.pauses}
        options={reasons.map((value) => ({ value, label: t(`common:pause_reason.${value}`) }))}
        onChange={(pauses) => set({ pauses })}
      />
      <Warnings rule={rule} kind={kind} onChange={onChange && ((warn_percents) => set({ warn_percents }))} />
      {onRemove && (
        <Button
          type="text"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t("remove_clock", { kind })}
          onClick={onRemove}
        />
      )}
    </div>
  );
}

/** Shares as they are typed; they count once the field is left. */
function Warnings(props: { rule: ClockRule; kind: string; onChange?: (shares: number[]) => void }) {
  const t = useWords("levels");
  const shown = (props.rule.warn_percents ?? []).join(", ");
  const [typed, setTyped] = useState<string>();
  const settle = () => {
    if (typed !== undefined) props.onChange?.(sharesOf(typed));
    setTyped(undefined);
  };
  return (
    <Input
      aria-label={`${props.kind} · ${t("warnings")}`}
      style={{ width: 130 }}
      prefix={<span className="muted">{t("warn_short")}</span>}
      suffix="%"
      disabled={!props.onChange}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onPressEnter={settle}
    />
  );
}
