/** The box itself: `/` at the beginning of a line opens the saved replies, Ctrl+Enter sends. */
import { MessageOutlined } from "@ant-design/icons";
import { Alert, Button, Input, type InputRef } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useHolds } from "@/api/session";
import { composing } from "@/ui/shortcuts";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { ComposerTab } from "./Composer";
import { SavedReplies } from "./SavedReplies";

interface ComposerBoxProps {
  caseId: string;
  tab: ComposerTab;
  text: string;
  focus: number;
  failure?: string;
  /** When the draft was written at another machine, if it was. */
  elsewhere?: string;
  disabled: boolean;
  onWrite: (text: string) => void;
  onSubmit: () => void;
}

/** Whether a slash typed at `at` begins a line. Pure. */
export const beginsLine = (text: string, at: number) => at === 0 || text[at - 1] === "\n";

/** `words` put into `text` at `at`. Pure. */
export const insertedAt = (text: string, at: number, words: string) => text.slice(0, at) + words + text.slice(at);

export function ComposerBox(props: ComposerBoxProps) {
  const { caseId, tab, text, focus, failure, elsewhere, disabled, onWrite, onSubmit } = props;
  const t = useWords("cases");
  const mayUse = useHolds("workbench.use");
  const box = useRef<InputRef>(null);
  const [picking, setPicking] = useState<number>();
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  const answers = mayUse && tab !== "customer";
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit();
    const at = event.currentTarget.selectionStart;
    if (event.key === "/" && answers && beginsLine(text, at)) {
      event.preventDefault();
      setPicking(at);
    }
  };
  const close = () => {
    setPicking(undefined);
    box.current?.focus();
  };
  return (
    <div className="composer-box">
      {failure && <Alert type="error" showIcon title={failure} style={{ marginTop: 8 }} />}
      {elsewhere && (
        <div className="muted small" role="status">
          {t("draft_elsewhere")} <When at={elsewhere} style="short" />
        </div>
      )}
      {picking !== undefined && (
        <SavedReplies
          caseId={caseId}
          onClose={close}
          onChoose={(words) => {
            onWrite(insertedAt(text, picking, words));
            close();
          }}
        />
      )}
      <Input.TextArea
        ref={box as never}
        value={text}
        aria-label={t(`compose.${tab}`)}
        placeholder={t(`compose_about.${tab}`)}
        autoSize={{ minRows: 3, maxRows: 12 }}
        maxLength={20000}
        disabled={disabled}
        onChange={(e) => onWrite(e.target.value)}
        onKeyDown={onKeyDown}
      />
      {answers && (
        <Button
          size="small"
          type="text"
          className="saved-open"
          icon={<MessageOutlined aria-hidden />}
          disabled={disabled}
          onClick={() => setPicking(text.length)}
        >
          {t("saved.title")} <kbd>/</kbd>
        </Button>
      )}
    </div>
  );
}
