/** The verb someone chose for a case: what needs no dialog is done at once, for the rest its dialog opens. */
import { useState } from "react";
import { useWords } from "@/ui/words";
import type { CaseVerbs } from "./queries";
import { useRun } from "./useRun";
import type { Verb } from "./VerbDialogs";
import type { Chosen } from "./Verbs";

export function useChosenVerb(verbs: CaseVerbs) {
  const t = useWords("cases");
  const run = useRun();
  const [verb, setVerb] = useState<Verb>();
  const [entry, setEntry] = useState<string>();
  function choose(next: Chosen) {
    if (next === "take" || next === "wake" || next === "follow" || next === "unfollow") {
      return run(verbs[next], t(`done.${next}`));
    }
    setEntry(undefined);
    setVerb(next);
  }
  function split(entryId: string) {
    setEntry(entryId);
    setVerb("split");
  }
  return { verb, entry, choose, split, close: () => setVerb(undefined) };
}
