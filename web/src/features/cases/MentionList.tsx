/** Colleagues to name in a note, above the box. The cursor stays in the box: keys go there. */
import { useLocale, useWords } from "@/ui/words";
import type { Mentions } from "./useMentions";
import type { NamingList } from "./useNaming";

export const mentionListId = "mention-list";
export const mentionOptionId = (n: number) => `mention-${n}`;

export function MentionList({ naming }: { naming: NamingList }) {
  const t = useWords("cases");
  const english = useLocale() === "en-US";
  if (!naming.open) return null;
  if (!naming.rows.length) {
    return (
      <div className="saved-replies muted small" role="status">
        {t("mention.none")}
      </div>
    );
  }
  return (
    <div className="saved-replies">
      <div className="muted small" aria-hidden>
        {t("mention.hint")}
      </div>
      <div role="listbox" tabIndex={-1} className="mention-options" id={mentionListId} aria-label={t("mention.title")}>
        {naming.rows.map((one, n) => (
          <div
            key={one.id}
            id={mentionOptionId(n)}
            role="option"
            tabIndex={-1}
            aria-selected={n === naming.at}
            className={n === naming.at ? "mention-option current" : "mention-option"}
            // The box keeps the cursor.
            onMouseDown={(event) => {
              event.preventDefault();
              naming.choose(one);
            }}
          >
            <b>{one.name}</b>
            <span className="muted small cut">{(english && one.unit?.name_en) || one.unit?.name}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Below the box: who will be told, or that the customer sees nothing of it. */
export function NoteHint({ mentions }: { mentions: Mentions }) {
  const t = useWords("cases");
  const names = mentions.mentioned.map((one) => one.label).join(t("mention.and"));
  return (
    <span className="muted small" role="status">
      {names ? t("mention.told", { names }) : t("note_hint")}
    </span>
  );
}
