/** Where one writes: to the customer, to colleagues, or what the customer said. Drafts live on the server. */
import { App, Button, Tabs } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { useMe } from "@/api/session";
import type { Case } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { ComposerBox } from "./ComposerBox";
import { useDrafts } from "./drafts";
import { HeldBar } from "./HeldBar";
import { NoteHint } from "./MentionList";
import { NewerMessages } from "./NewerMessages";
import { lastAt, newerThan } from "./newer";
import { useCaseEvents, useCaseVerbs } from "./queries";
import { useHeldReply } from "./useHeldReply";
import { useMentions } from "./useMentions";

export type ComposerTab = "reply" | "note" | "customer";

interface ComposerProps {
  it: Case;
  tab: ComposerTab;
  onTab: (tab: ComposerTab) => void;
  /** Counts up when a shortcut asks for the box. */
  focus: number;
  /** Whether somebody writes a reply here now. */
  onWriting: (writing: boolean) => void;
}

export function Composer({ it, tab, onTab, focus, onWriting }: ComposerProps) {
  const t = useWords("cases");
  const { message } = App.useApp();
  const me = useMe();
  const verbs = useCaseVerbs(it.id);
  const events = useCaseEvents(it.id);
  const drafts = useDrafts(it.id);
  const held = useHeldReply(it.id, it.may.note);
  const [pending, setPending] = useState<ComposerTab>();
  const [failure, setFailure] = useState<string>();
  const [stopped, setStopped] = useState<{ thenWait: boolean }>();
  // What was written after this moment the writer has not been seen to read.
  const [seen, setSeen] = useState<string>();
  const last = lastAt(events.rows);
  const text = drafts.texts[tab] ?? "";
  const mentions = useMentions(it.id, drafts.texts.note ?? "", it.may.note);
  const writing = (drafts.texts.reply ?? "").trim().length > 0;
  // Whoever does not write reads along; from the first word on, what comes is news.
  useEffect(() => setSeen((moment) => (writing && moment ? moment : last)), [last, writing]);
  const newer = newerThan(events.rows, seen, me.id);
  useEffect(() => onWriting(writing), [writing, onWriting]);

  async function run(of: ComposerTab, verb: () => Promise<unknown>) {
    setPending(of);
    setFailure(undefined);
    try {
      await verb();
      drafts.drop(of);
      if (of !== "reply") message.success(t(`sent.${of}`));
    } catch (error) {
      // What was typed stays: nobody writes a reply twice.
      const problem = asProblem(error);
      if (problem.code === "newer_message") await events.refetch();
      else setFailure(problemText(problem));
      return problem.code;
    } finally {
      setPending(undefined);
    }
  }
  async function reply(thenWait: boolean, anyway: boolean) {
    const words = text.trim();
    const body = { text: words, then_wait: thenWait, seen_until: seen ?? it.created_at, anyway };
    const code = await run("reply", () => held.hold(body));
    setStopped(code === "newer_message" ? { thenWait } : undefined);
  }
  function submit(thenWait = false) {
    const words = text.trim();
    if (!words || pending) return;
    if (tab === "reply") reply(thenWait, false);
    else if (tab === "customer") run(tab, () => verbs.customerMessage(words));
    else run(tab, async () => verbs.note(words, await mentions.idsIn(words)));
  }
  const back = (words: string) => {
    drafts.write("reply", words);
    onTab("reply");
  };
  const read = () => {
    setSeen(last);
    setStopped(undefined);
  };

  const tabs = (["reply", "note", "customer"] as const).filter((each) =>
    each === "note" ? it.may.note : it.may.reply,
  );
  if (!tabs.length) return <p className="muted pad no-print">{t("cannot_write")}</p>;
  const shown = tabs.includes(tab) ? tab : tabs[0];
  const waits = shown === "reply" && held.held !== undefined;
  return (
    <div className="no-print">
      <HeldBar held={held} onBack={back} />
      <div className={shown === "note" ? "composer note" : "composer"}>
        <Tabs
          size="small"
          activeKey={shown}
          onChange={(key) => onTab(key as ComposerTab)}
          items={tabs.map((each) => ({ key: each, label: t(`compose.${each}`) }))}
        />
        {shown === "reply" && (writing || stopped) && (
          <NewerMessages
            entries={newer}
            stopped={stopped !== undefined}
            onRead={read}
            onSendAnyway={() => reply(stopped?.thenWait ?? false, true)}
          />
        )}
        <ComposerBox
          caseId={it.id}
          tab={shown}
          text={text}
          focus={focus}
          failure={failure}
          elsewhere={drafts.elsewhere[shown]}
          disabled={waits}
          mentions={mentions}
          onWrite={(words) => drafts.write(shown, words)}
          onSubmit={() => submit()}
        />
        <div className="row between" style={{ marginTop: 8 }}>
          {shown === "note" ? <NoteHint mentions={mentions} /> : <span className="muted small">{t("send_hint")}</span>}
          <span className="row gap-sm">
            {shown === "reply" && it.may.wait && (
              <Button disabled={!text.trim() || waits} onClick={() => submit(true)}>
                {t("send_and_wait")}
              </Button>
            )}
            {/* Each box has a button of its own: one whose spinner is still leaving would keep it for the next. */}
            <Button
              key={shown}
              type="primary"
              loading={pending === shown}
              disabled={!text.trim() || waits}
              onClick={() => submit()}
            >
              {t(`send.${shown}`)}
            </Button>
          </span>
        </div>
      </div>
    </div>
  );
}
