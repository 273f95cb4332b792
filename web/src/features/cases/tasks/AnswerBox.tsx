/** Where a department writes its answer. What was typed survives a refusal and leaving the page. */
import { Alert, App, Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { Task } from "@/api/types";
import { Panel } from "@/ui/PageHead";
import { composing } from "@/ui/shortcuts";
import { problemText, useWords } from "@/ui/words";
import { useTaskVerbs } from "./queries";

const place = (id: string) => `lingke-task-${id}`;

export function AnswerBox({ task }: { task: Task }) {
  const t = useWords("tasks");
  const { message } = App.useApp();
  const verbs = useTaskVerbs(task);
  const [text, setText] = useState(() => sessionStorage.getItem(place(task.id)) ?? "");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ready = text.trim().length > 0;

  function write(next: string) {
    setText(next);
    if (next) sessionStorage.setItem(place(task.id), next);
    else sessionStorage.removeItem(place(task.id));
  }

  async function send() {
    if (!ready || pending) return;
    setPending(true);
    setFailure(undefined);
    try {
      await verbs.answer(text.trim());
      write("");
      message.success(t("done.answer"));
    } catch (error) {
      setFailure(problemText(asProblem(error)));
    } finally {
      setPending(false);
    }
  }

  return (
    <Panel title={t("answer")}>
      <div className="col gap">
        {failure && <Alert type="error" showIcon title={failure} />}
        <Input.TextArea
          value={text}
          rows={7}
          maxLength={20000}
          aria-label={t("answer")}
          placeholder={t("answer_about")}
          onChange={(e) => write(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !composing(e)) send();
          }}
        />
        <div className="row between wrap gap-sm">
          <span className="muted small">{t("answer_hint")}</span>
          <Button type="primary" disabled={!ready} loading={pending} onClick={send}>
            {t("verb.answer")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
