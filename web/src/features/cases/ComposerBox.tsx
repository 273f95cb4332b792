/** The box itself: `/` at the beginning of a line opens the saved replies, `@` in a note colleagues; Ctrl+Enter sends. */
import { MessageOutlined } from "@ant-design/icons";
import { Alert, Button, Input } from "antd";
import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useHolds } from "@/api/session";
import { composing } from "@/ui/shortcuts";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { ComposerTab } from "./Composer";
import { MentionList, mentionListId, mentionOptionId } from "./MentionList";
import { SavedReplies } from "./SavedReplies";
import type { Mentions } from "./useMentions";
import { useNaming } from "./useNaming";

interface ComposerBoxProps {
  caseId: string;
  tab: ComposerTab;
  text: string;
  focus: number;
  failure?: string;
  /** When the draft was written at another machine, if it was. */
  elsewhere?: string;
  disabled: boolean;
  mentions: Mentions;
  onWrite: (text: string) => void;
  onSubmit: () => void;
}

/** Whether a slash typed at `at` begins a line. Pure. */
export const beginsLine = (text: string, at: number) => at === 0 || text[at - 1] === "\n";

/** `words` put into `text` at `at`. Pure. */
export const insertedAt = (text: string, at: number, words: string) => text.slice(0, at) + words + text.slice(at);

export function ComposerBox(props: ComposerBoxProps) {
  const { caseId, tab, text, focus, failure, elsewhere, disabled, mentions, onWrite, onSubmit } = props;
  const t = useWords("cases");
  const mayUse = useHolds("workbench.use");
  const box = useRef<HTMLTextAreaElement>(null);
  const [picking, setPicking] = useState<number>();
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  /** Whether an input method is in the middle of a word: where the cursor is then names nobody. */
  const composes = useRef(false);
  const naming = useNaming({ caseId, text, enabled: tab === "note" && !disabled, mentions, box, onWrite });
  const answers = mayUse && tab !== "customer";
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing(event) || naming.onKey(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit();
    const at = event.currentTarget.selectionStart;
    if (event.key === "/" && answers && beginsLine(text, at)) {
      event.preventDefault();
      setPicking(at);
    }
  };
  const onCaret = (event: SyntheticEvent<HTMLTextAreaElement>) =>
    naming.onCaret(composes.current ? undefined : event.currentTarget.selectionStart);
  const onComposition = (event: SyntheticEvent<HTMLTextAreaElement>) => {
    composes.current = event.type === "compositionstart";
    onCaret(event);
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
      <MentionList naming={naming} />
      <Input.TextArea
        ref={(area) => {
          box.current = area?.resizableTextArea?.textArea ?? null;
        }}
        value={text}
        aria-label={t(`compose.${tab}`)}
        placeholder={t(`compose_about.${tab}`)}
        autoSize={{ minRows: 3, maxRows: 12 }}
        maxLength={20000}
        disabled={disabled}
        aria-autocomplete={tab === "note" ? "list" : undefined}
        aria-controls={naming.rows.length ? mentionListId : undefined}
        aria-activedescendant={naming.rows.length ? mentionOptionId(naming.at) : undefined}
        onChange={(event) => {
          onWrite(event.target.value);
          onCaret(event);
        }}
        onSelect={onCaret}
        onCompositionStart={onComposition}
        onCompositionEnd={onComposition}
        onBlur={() => naming.onCaret(undefined)}
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
      {tab === "note" && (
        <Button size="small" type="text" className="saved-open" disabled={disabled} onClick={naming.begin}>
          {t("mention.button")} <kbd>@</kbd>
        </Button>
      )}
    </div>
  );
}
