/** One case: what was said at the left, what stands and what may be done at the right. */
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Case } from "@/api/types";
import { Allowed, Loaded } from "@/ui/Loaded";
import { PageHead, Panel } from "@/ui/PageHead";
import { useShortcuts } from "@/ui/shortcuts";
import { EscalationMark, KindTag, PriorityMark, StatusTag } from "@/ui/Tags";
import { nextOnTrail } from "@/ui/trail";
import { useWords } from "@/ui/words";
import { CaseMarks, MergedBanner } from "./CaseMarks";
import { CaseSide } from "./CaseSide";
import { Composer, type ComposerTab } from "./Composer";
import { EditCaseDrawer } from "./EditCaseDrawer";
import { FlowLine } from "./FlowLine";
import { Lookers } from "./Lookers";
import { PrintHead, Signatures } from "./PrintParts";
import { useCase, useCaseVerbs } from "./queries";
import { Timeline } from "./Timeline";
import { TaskPanel } from "./tasks/TaskPanel";
import { useChosenVerb } from "./useChosenVerb";
import { useLooking } from "./useLooking";
import { VerbDialogs } from "./VerbDialogs";
import { Verbs } from "./Verbs";

const route = getRouteApi("/cases/$id");

/** What other features lay beside a case. */
export interface CaseParts {
  /** Among the verbs. */
  verbs: (it: Case) => ReactNode;
  /** In the right column, after the customer. */
  customer: (it: Case) => ReactNode;
}

export function CasePage({ parts }: { parts: CaseParts }) {
  const { id } = route.useParams();
  const one = useCase(id);
  return (
    <Allowed to="cases.view">
      <div className="page">
        <Loaded query={one} rows={12}>
          {(it) => <CaseView key={it.id} it={it} parts={parts} />}
        </Loaded>
      </div>
    </Allowed>
  );
}

function CaseView({ it, parts }: { it: Case; parts: CaseParts }) {
  const t = useWords("cases");
  const navigate = useNavigate();
  const verbs = useCaseVerbs(it.id);
  const { verb, entry, choose, split, close } = useChosenVerb(verbs);
  const [editing, setEditing] = useState(false);
  const [tab, setTab] = useState<ComposerTab>(it.may.reply ? "reply" : "note");
  const [focus, setFocus] = useState(0);
  const [writing, setWriting] = useState(false);
  const others = useLooking(it.id, writing ? "replying" : "looking");
  const next = nextOnTrail(it.id);
  const goOn = () => next && navigate({ to: "/cases/$id", params: { id: next } });
  const write = (next: ComposerTab) => {
    setTab(next);
    setFocus((n) => n + 1);
  };
  useShortcuts(t("keys.case"), [
    ...(it.may.reply ? [{ key: "r", label: t("verb.reply"), run: () => write("reply") }] : []),
    ...(it.may.note ? [{ key: "n", label: t("verb.note"), run: () => write("note") }] : []),
    ...(it.may.resolve ? [{ key: "e", label: t("verb.resolve"), run: () => choose("resolve") }] : []),
    ...(it.may.take ? [{ key: "t", label: t("verb.take"), run: () => choose("take") }] : []),
    ...(next ? [{ key: "]", label: t("keys.next_case"), run: goOn }] : []),
    { key: "u", label: t("keys.back"), run: () => navigate({ to: "/cases" }) },
    { key: "p", label: t("print"), run: () => window.print() },
  ]);
  return (
    <>
      <PageHead
        back={{ to: "/cases", label: t("title") }}
        title={it.subject}
        about={
          <span className="row gap-sm wrap">
            <span className="mono">{it.number}</span>
            <StatusTag status={it.status} />
            <KindTag kind={it.kind} />
            <span>{t(`common:channel.${it.channel}`)}</span>
            <PriorityMark priority={it.priority} />
            <EscalationMark level={it.escalation_level} />
            <CaseMarks it={it} />
            <Lookers others={others} />
          </span>
        }
        extra={
          <>
            {parts.verbs(it)}
            <Verbs it={it} onChoose={choose} onEdit={() => setEditing(true)} />
          </>
        }
      />
      <PrintHead it={it} />
      <MergedBanner it={it} />
      <FlowLine it={it} />
      <div className="case">
        <div className="case-main">
          {it.description && (
            <Panel title={t("description")}>
              <div className="pre">{it.description}</div>
            </Panel>
          )}
          <TaskPanel it={it} />
          <Panel title={t("timeline")} flush>
            <Timeline it={it} onSplit={it.may.relate ? split : undefined} />
            <Composer it={it} tab={tab} onTab={setTab} focus={focus} onWriting={setWriting} />
          </Panel>
        </div>
        <CaseSide it={it} afterCustomer={parts.customer(it)} onAssign={() => choose("assign")} />
      </div>
      <Signatures />
      <VerbDialogs it={it} verb={verb} entry={entry} onClose={close} onNext={next ? goOn : undefined} />
      <EditCaseDrawer it={it} open={editing} onClose={() => setEditing(false)} />
    </>
  );
}
