/** The list that an @ in the note box opens: where it is in the text, who is in it, and the keys that move in it. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useDeferredValue, useEffect, useLayoutEffect, useState } from "react";
import type { Colleague } from "@/api/types";
import { beingNamed, withMention } from "./mentions";
import { colleaguesQuery, type Mentions } from "./useMentions";

interface Naming {
  caseId: string;
  text: string;
  enabled: boolean;
  mentions: Mentions;
  box: RefObject<HTMLTextAreaElement | null>;
  onWrite: (text: string) => void;
}

export function useNaming({ caseId, text, enabled, mentions, box, onWrite }: Naming) {
  // Unknown while the box is left, or while an input method composes: half a word is no name.
  const [caret, setCaret] = useState<number>();
  const [left, setLeft] = useState<number>();
  const [goTo, setGoTo] = useState<number>();
  const [at, setAt] = useState(0);
  const here = enabled && caret !== undefined ? beingNamed(text, caret) : undefined;
  const open = here !== undefined && here.from !== left;
  const typed = useDeferredValue(open ? here.typed : "");
  const found = useQuery({
    ...colleaguesQuery(caseId, typed),
    enabled: open,
    placeholderData: (before: Colleague[] | undefined) => before,
  });
  const rows = open ? (found.data ?? []) : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first row.
  useEffect(() => setAt(0), [typed]);
  // An @ that was put aside by Escape opens the list again once the cursor has been elsewhere.
  const away = here === undefined;
  useEffect(() => {
    if (away) setLeft(undefined);
  }, [away]);
  useLayoutEffect(() => {
    if (goTo === undefined) return;
    box.current?.focus();
    box.current?.setSelectionRange(goTo, goTo);
    setCaret(goTo);
    setGoTo(undefined);
  }, [goTo, box]);

  function choose(one: Colleague | undefined) {
    if (!one || !here || caret === undefined) return;
    const next = withMention(text, here.from, caret, mentions.choose(one));
    onWrite(next.text);
    setGoTo(next.at);
  }
  /** Puts an @ where the cursor is, for whoever has no such key at hand. */
  function begin() {
    const from = box.current?.selectionStart ?? text.length;
    const mark = from > 0 && !/\s/.test(text[from - 1] ?? "") ? " @" : "@";
    onWrite(text.slice(0, from) + mark + text.slice(box.current?.selectionEnd ?? from));
    setGoTo(from + mark.length);
  }
  /** Whether the key belonged to the list. */
  function onKey(event: KeyboardEvent): boolean {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setLeft(here.from);
    else if (!rows.length || event.ctrlKey || event.metaKey) return false;
    else if (step) setAt((n) => (n + step + rows.length) % rows.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(rows[at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  // Behind a longer text nobody is sought any more: the sentence goes on.
  const none = open && !found.isFetching && typed === here.typed && typed.length <= 6 && !rows.length;
  return { open: open && (rows.length > 0 || none), rows, at, choose, begin, onKey, onCaret: setCaret };
}
export type NamingList = ReturnType<typeof useNaming>;
