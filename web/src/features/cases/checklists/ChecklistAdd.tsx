/** One more item, for this case only. Enter adds it; never in the middle of a composed word. */
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { composing } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useRun } from "../useRun";
import { useChecklistVerbs } from "./queries";

export function ChecklistAdd({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const t = useWords("checklists");
  const verbs = useChecklistVerbs(caseId);
  const run = useRun();
  const [text, setText] = useState("");
  const [required, setRequired] = useState(false);
  const add = async () => {
    const words = text.trim();
    if (!words) return;
    await run(() => verbs.add(words, required), t("added"));
    setText("");
  };
  return (
    <div className="col gap-sm" style={{ marginTop: 8 }}>
      <Input
        autoFocus
        value={text}
        maxLength={200}
        aria-label={t("item_text")}
        placeholder={t("item_text")}
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (composing(e)) return;
          if (e.key === "Enter") add();
          if (e.key === "Escape") onClose();
        }}
      />
      <div className="row between">
        <Checkbox checked={required} onChange={(e) => setRequired(e.target.checked)}>
          {t("required")}
        </Checkbox>
        <div className="row gap-sm">
          <Button size="small" onClick={onClose}>
            {t("close")}
          </Button>
          <Button size="small" type="primary" disabled={!text.trim()} onClick={add}>
            {t("add")}
          </Button>
        </div>
      </div>
    </div>
  );
}
