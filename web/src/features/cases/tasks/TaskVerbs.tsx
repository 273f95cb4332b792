/** What may be done with a task now, as the server says it: the asker's verbs and the department's. */

import { EllipsisOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { Problem } from "@/api/problem";
import type { Task } from "@/api/types";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { StaffPicker } from "@/ui/Pickers";
import { useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { DueField } from "./DueField";
import { useTaskVerbs } from "./queries";
import { type DueInput, defaultDue, dueOf } from "./search";

export type TaskVerb = "accept" | "answer" | "give_back" | "reassign" | "urge" | "ask_again" | "finish" | "withdraw";

const all: TaskVerb[] = ["finish", "ask_again", "urge", "accept", "answer", "give_back", "reassign", "withdraw"];
const wordsNeeded: TaskVerb[] = ["answer", "give_back", "ask_again", "withdraw"];

interface TaskVerbsProps {
  task: Task;
  /** Verbs with a place of their own on the page. */
  without?: TaskVerb[];
  size?: "small" | "middle";
  /** How many stand in front; the rest is behind the dots. */
  front?: number;
}

export function TaskVerbs({ task, without = [], size = "small", front = 2 }: TaskVerbsProps) {
  const t = useWords("tasks");
  const [chosen, setChosen] = useState<TaskVerb>();
  const may = all.filter((verb) => task.may[verb] && !without.includes(verb));
  const more = may.slice(front).map((verb) => ({ key: verb, label: label(verb), onClick: () => setChosen(verb) }));
  function label(verb: TaskVerb) {
    return t(verb === "ask_again" ? `verb.ask_again_${task.status}` : `verb.${verb}`);
  }
  if (!may.length) return null;
  return (
    <div className="row gap-sm wrap">
      {may.slice(0, front).map((verb, n) => (
        <Button key={verb} size={size} type={n === 0 ? "primary" : "default"} onClick={() => setChosen(verb)}>
          {label(verb)}
        </Button>
      ))}
      {more.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items: more }}>
          <Button size={size} icon={<EllipsisOutlined aria-hidden />} aria-label={t("more_verbs")} />
        </Dropdown>
      )}
      {chosen && (
        <VerbDialog key={chosen} task={task} verb={chosen} title={label(chosen)} onClose={() => setChosen(undefined)} />
      )}
    </div>
  );
}

interface VerbDialogProps {
  task: Task;
  verb: TaskVerb;
  title: string;
  onClose: () => void;
}

function VerbDialog({ task, verb, title, onClose }: VerbDialogProps) {
  const t = useWords("tasks");
  const zone = useTimeZone();
  const { message } = App.useApp();
  const verbs = useTaskVerbs(task);
  const [staff, setStaff] = useState<string>();
  const [due, setDue] = useState<DueInput>(defaultDue);

  async function submit(text: string) {
    if (verb === "reassign") {
      if (!staff) throw new Problem({ status: 0, code: "choose_whom" });
      await verbs.reassign(staff, text);
    } else if (verb === "ask_again") {
      const wanted = dueOf(due, zone);
      if (!wanted) throw new Problem({ status: 0, code: "choose_due" });
      await verbs.ask_again(text, wanted);
    } else await verbs[verb](text);
    message.success(t(`done.${verb}`));
  }

  return (
    <OpinionDialog
      open
      title={title}
      explain={t(`explain.${verb}`)}
      label={t(wordsNeeded.includes(verb) ? `words.${verb}` : "opinion")}
      required={wordsNeeded.includes(verb)}
      confirm={title}
      onSubmit={submit}
      onClose={onClose}
    >
      {verb === "reassign" && (
        <StaffPicker unitId={task.unit?.id} value={staff} onChange={setStaff} placeholder={t("choose_handler")} />
      )}
      {verb === "ask_again" && <DueField value={due} onChange={setDue} />}
    </OpinionDialog>
  );
}
