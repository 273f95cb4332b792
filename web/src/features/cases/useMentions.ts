/** Whom a note names: those chosen from the list, and those whose name was written in full. */
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { api, got } from "@/api/client";
import type { Colleague } from "@/api/types";
import { labelOf, type Mention, mentionedIn, namesToLookUp, recognised } from "./mentions";

/** Colleagues who may read a case, by a part of their name or how it sounds. */
export const colleaguesQuery = (caseId: string, q: string) => ({
  queryKey: ["cases", "colleagues", caseId, q],
  queryFn: async () => {
    const params = { path: { id: caseId }, query: { q: q || undefined } };
    return (await got(api.GET("/api/v1/cases/{id}/colleagues", { params }))).items;
  },
  staleTime: 30_000,
});

export function useMentions(caseId: string, text: string, enabled: boolean) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Mention[]>([]);
  const settled = useDeferredValue(text);
  const people = useQueries({
    queries: (enabled ? namesToLookUp(settled, chosen) : []).map((q) => colleaguesQuery(caseId, q)),
    combine: (answers) => answers.flatMap((answer) => answer.data ?? []),
  });
  const mentioned = mentionedIn(settled, [...chosen, ...recognised(settled, chosen, people)]);

  /** Remembers whom was chosen, and says how the text names them. */
  function choose(one: Colleague): string {
    const label = labelOf(one, mentioned);
    setChosen((all) => [...all, { id: one.id, label }]);
    return label;
  }
  /** Whom a text names, at the moment it is sent: also what was typed last is looked up. */
  async function idsIn(words: string): Promise<string[]> {
    const asked = namesToLookUp(words, chosen).map((q) => client.fetchQuery(colleaguesQuery(caseId, q)));
    const found = (await Promise.all(asked)).flat();
    return mentionedIn(words, [...chosen, ...recognised(words, chosen, found)]).map((one) => one.id);
  }
  return { mentioned, choose, idsIn };
}
export type Mentions = ReturnType<typeof useMentions>;
