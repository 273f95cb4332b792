/** The dialog of the chosen verb: each with the words it wants. */
import { Checkbox } from "antd";
import { useState } from "react";
import type { Case } from "@/api/types";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { StaffPicker } from "@/ui/Pickers";
import { prefer, usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { AssignDialog } from "./AssignDialog";
import { type Move, MoveDialogs } from "./MoveDialogs";
import { useCaseVerbs } from "./queries";
import { RelateDialogs, type Relating } from "./RelateDialogs";

type Spoken = "wait" | "resume" | "resolve" | "close" | "reopen" | "escalate" | "give_back" | "urge" | "unmerge";
export type Verb = Spoken | "assign" | Move | Relating;

const asksFor: Record<Spoken, { label: string; required: boolean }> = {
  wait: { label: "reason", required: true },
  resume: { label: "reason", required: false },
  resolve: { label: "outcome", required: true },
  close: { label: "opinion", required: false },
  reopen: { label: "reason", required: true },
  escalate: { label: "reason", required: true },
  give_back: { label: "reason", required: true },
  urge: { label: "opinion", required: false },
  unmerge: { label: "opinion", required: false },
};

interface VerbDialogsProps {
  it: Case;
  verb?: Verb;
  /** The message that is split off. */
  entry?: string;
  onClose: () => void;
  /** Leads on to the next case of the list one came from, where there is one. */
  onNext?: () => void;
}

export function VerbDialogs({ it, verb, entry, onClose, onNext }: VerbDialogsProps) {
  const t = useWords("cases");
  const { thenNext } = usePreferences();
  const verbs = useCaseVerbs(it.id);
  const [staff, setStaff] = useState<string>();
  const does: Record<Spoken, (text: string) => Promise<unknown>> = {
    wait: verbs.wait,
    resume: (text) => verbs.resume(text || undefined),
    resolve: async (text) => {
      await verbs.resolve(text);
      if (thenNext) onNext?.();
    },
    close: (text) => verbs.close(text || undefined),
    reopen: verbs.reopen,
    escalate: (text) => verbs.escalate(text, staff),
    give_back: verbs.giveBack,
    urge: (text) => verbs.urge(text || undefined),
    unmerge: (text) => verbs.unmerge(text || undefined),
  };
  return (
    <>
      <AssignDialog it={it} open={verb === "assign"} onClose={onClose} />
      <MoveDialogs it={it} verb={verb} onClose={onClose} />
      <RelateDialogs it={it} verb={verb} entry={entry} onClose={onClose} />
      {(Object.keys(asksFor) as Spoken[]).map((each) => (
        <OpinionDialog
          key={each}
          open={verb === each}
          title={t(`verb.${each}`)}
          explain={t(`explain.${each}`)}
          label={t(asksFor[each].label)}
          required={asksFor[each].required}
          confirm={t(`verb.${each}`)}
          onSubmit={does[each]}
          onClose={onClose}
        >
          {each === "escalate" && (
            <div>
              <span className="muted small">{t("escalate_to")}</span>
              <StaffPicker value={staff} onChange={setStaff} placeholder={t("escalate_default")} />
            </div>
          )}
          {each === "resolve" && onNext && (
            <Checkbox checked={thenNext} onChange={(e) => prefer({ thenNext: e.target.checked })}>
              {t("resolve_and_next")}
            </Checkbox>
          )}
        </OpinionDialog>
      ))}
    </>
  );
}
