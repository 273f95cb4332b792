/** The examples of a level: what happened to a clock, and when it must be due. A version that breaks one is not published. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useWords } from "@/ui/words";
import { ExampleEvents, startDefault } from "./ExampleEvents";
import { type Example, kinds, type Level, priorities } from "./types";

interface ExampleRowsProps {
  level: Level;
  onChange?: (examples: Example[]) => void;
}

export function ExampleRows({ level, onChange }: ExampleRowsProps) {
  const t = useWords("levels");
  const examples = level.examples ?? [];
  const replace = (at: number, example: Example) => onChange?.(examples.map((old, n) => (n === at ? example : old)));
  const add = () => {
    const clock = level.clocks[0]?.kind ?? "first_response";
    const kind = level.kinds?.[0] ?? "consultation";
    const priority = level.priorities?.[0] ?? "normal";
    const cls = level.classes?.[0];
    const made: Example = { kind, priority, clock, events: [{ at: startDefault, kind: "start" }], due: "" };
    onChange?.([...examples, cls ? { ...made, class: cls } : made]);
  };
  return (
    <section className="col gap-sm">
      <div className="row between">
        <h3>{t("examples")}</h3>
        {onChange && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={add}>
            {t("add_example")}
          </Button>
        )}
      </div>
      <p className="muted small">{t("examples_about")}</p>
      {examples.map((example, at) => (
        <OneExample
          key={at}
          n={at + 1}
          example={example}
          level={level}
          onChange={onChange && ((next) => replace(at, next))}
          onRemove={onChange && (() => onChange(examples.filter((_, m) => m !== at)))}
        />
      ))}
    </section>
  );
}

interface OneExampleProps {
  n: number;
  example: Example;
  level: Level;
  onChange?: (example: Example) => void;
  onRemove?: () => void;
}

function OneExample({ n, example, level, onChange, onRemove }: OneExampleProps) {
  const t = useWords("levels");
  const set = (change: Partial<Example>) => onChange?.({ ...example, ...change });
  const options = <T extends string>(all: readonly T[], group: string) =>
    all.map((value) => ({ value, label: t(`common:${group}.${value}`) }));
  const disabled = !onChange;
  return (
    <div className="level-example col gap-sm">
      <div className="row gap-sm wrap">
        <span className="muted num">{n}</span>
        <Select
          aria-label={t("kinds")}
          disabled={disabled}
          value={example.kind}
          options={options(kinds, "case_kind")}
          onChange={(kind) => set({ kind })}
        />
        <Select
          aria-label={t("priorities")}
          disabled={disabled}
          value={example.priority}
          options={options(priorities, "priority")}
          onChange={(priority) => set({ priority })}
        />
        <Select
          aria-label={t("clocks")}
          disabled={disabled}
          value={example.clock}
          options={level.clocks.map(({ kind }) => ({ value: kind, label: t(`common:clock_kind.${kind}`) }))}
          onChange={(clock) => set({ clock })}
        />
        <span className="muted">{t("must_be_due")}</span>
        <Input
          aria-label={t("must_be_due")}
          type="datetime-local"
          style={{ width: 190 }}
          disabled={disabled}
          value={example.due ?? ""}
          onChange={(event) => set({ due: event.target.value || undefined })}
        />
        {!example.due && <span className="muted small">{t("stands_still")}</span>}
        {onRemove && (
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("remove_example")}
            onClick={onRemove}
          />
        )}
      </div>
      <ExampleEvents events={example.events} onChange={onChange && ((events) => set({ events }))} />
    </div>
  );
}
