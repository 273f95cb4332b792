/** What a level asks: what the person says, and what the agent vouches for. */
import { Checkbox, Form, Input, Tag } from "antd";
import { useWords } from "@/ui/words";
import { type Check, type Level, vouched } from "./queries";

export type Typed = Partial<Record<Check, string>>;

interface AnswersProps {
  level: Level;
  askable: Check[];
  typed: Typed;
  onChange: (typed: Typed) => void;
}

export function Answers({ level, askable, typed, onChange }: AnswersProps) {
  const t = useWords("verification");
  const set = (check: Check, value: string) => onChange({ ...typed, [check]: value });
  const label = (check: Check) => (
    <span>
      {t(`check.${check}`)} {level.musts.includes(check) && <Tag className="tag">{t("must")}</Tag>}
    </span>
  );
  return level.checks.map((check) => {
    if (vouched.includes(check)) {
      return (
        <Form.Item key={check}>
          <Checkbox checked={Boolean(typed[check])} onChange={(e) => set(check, e.target.checked ? "yes" : "")}>
            {label(check)}
          </Checkbox>
        </Form.Item>
      );
    }
    const there = askable.includes(check);
    return (
      <Form.Item key={check} label={label(check)} htmlFor={`said-${check}`}>
        <Input
          id={`said-${check}`}
          value={typed[check] ?? ""}
          disabled={!there}
          maxLength={200}
          autoComplete="off"
          placeholder={there ? t(`example.${check}`) : t("nothing_on_file")}
          onChange={(e) => set(check, e.target.value.trim() === "" ? "" : e.target.value)}
        />
      </Form.Item>
    );
  });
}
