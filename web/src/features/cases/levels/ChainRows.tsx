/** The escalation chain: at which share whom to tell, and who takes over. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useWords } from "@/ui/words";
import { newStep } from "./levels";
import { type ClockRule, roles, type Step, type Whom, whos } from "./types";

interface ChainRowsProps {
  chain: Step[];
  clocks: ClockRule[];
  onChange?: (chain: Step[]) => void;
}

export function ChainRows({ chain, clocks, onChange }: ChainRowsProps) {
  const t = useWords("levels");
  const replace = (at: number, step: Step) => onChange?.(chain.map((old, n) => (n === at ? step : old)));
  return (
    <section className="col gap-sm">
      <div className="row between">
        <h3>{t("chain")}</h3>
        {onChange && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => onChange([...chain, newStep(chain)])}>
            {t("add_step")}
          </Button>
        )}
      </div>
      {!chain.length && <p className="muted">{t("no_chain")}</p>}
      {chain.map((step, at) => (
        <OneStep
          key={at}
          step={step}
          clocks={clocks}
          onChange={onChange && ((next) => replace(at, next))}
          onRemove={onChange && (() => onChange(chain.filter((_, n) => n !== at)))}
        />
      ))}
    </section>
  );
}

/** Somebody as one value: `unit_manager`, or `unit_role:complaint_specialist`. */
const valueOfWhom = (whom: Whom) => (whom.role ? `${whom.who}:${whom.role}` : whom.who);
const whomOf = (value: string): Whom => {
  const [who, role] = value.split(":");
  return role ? ({ who, role } as Whom) : ({ who } as Whom);
};

export function useWhom(): (whom: Whom) => string {
  const t = useWords("levels");
  return ({ who, role }) => (role ? t("unit_role", { role: t(`common:role.${role}`) }) : t(`who.${who}`));
}

interface OneStepProps {
  step: Step;
  clocks: ClockRule[];
  onChange?: (step: Step) => void;
  onRemove?: () => void;
}

function OneStep({ step, clocks, onChange, onRemove }: OneStepProps) {
  const t = useWords("levels");
  const name = useWhom();
  const set = (change: Partial<Step>) => onChange?.({ ...step, ...change });
  const plain = whos.filter((who) => who !== "unit_role").map((who): Whom => ({ who }));
  const everyone = [...plain, ...roles.map((role): Whom => ({ who: "unit_role", role }))];
  const options = everyone.map((whom) => ({ value: valueOfWhom(whom), label: name(whom) }));
  return (
    <div className="level-row">
      <InputNumber
        aria-label={t("at_share")}
        min={1}
        max={1000}
        precision={0}
        disabled={!onChange}
        value={step.at_percent}
        suffix="%"
        style={{ width: 100 }}
        onChange={(value) => set({ at_percent: value ?? 100 })}
      />
      <Select
        aria-label={t("of_clocks")}
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 140 }}
        disabled={!onChange}
        placeholder={t("all_clocks")}
        value={step.clocks}
        options={clocks.map(({ kind }) => ({ value: kind, label: t(`common:clock_kind.${kind}`) }))}
        onChange={(clocks) => set({ clocks })}
      />
      <Select
        aria-label={t("tell")}
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        style={{ minWidth: 200, flex: 1 }}
        disabled={!onChange}
        placeholder={t("tell_about")}
        value={(step.tell ?? []).map(valueOfWhom)}
        options={options}
        onChange={(values) => set({ tell: values.map(whomOf) })}
      />
      <Select
        aria-label={t("take_over")}
        allowClear
        style={{ minWidth: 170 }}
        disabled={!onChange}
        placeholder={t("take_over_nobody")}
        value={step.take_over ? valueOfWhom(step.take_over) : undefined}
        options={options.filter((option) => option.value !== "assignee")}
        onChange={(value) => set({ take_over: value ? whomOf(value) : undefined })}
      />
      {onRemove && (
        <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t("remove_step")} onClick={onRemove} />
      )}
    </div>
  );
}
