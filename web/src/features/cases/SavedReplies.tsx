/** Saved replies in the composer: found by name or pinyin initials, filled for this case. */
import { useQuery } from "@tanstack/react-query";
import { App, Input } from "antd";
import { type KeyboardEvent, useEffect, useState } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { SavedReplyKept } from "@/api/types";
import { composing } from "@/ui/shortcuts";
import { problemText, useWords } from "@/ui/words";

/** Those whose name or initials hold what was typed; initials that begin with it come first. Pure. */
export function found(all: SavedReplyKept[], typed: string): SavedReplyKept[] {
  const q = typed.trim().toLowerCase();
  const rank = (one: SavedReplyKept) => (one.initials.startsWith(q) || one.name.toLowerCase().startsWith(q) ? 0 : 1);
  return all
    .filter((one) => one.name.toLowerCase().includes(q) || one.initials.includes(q))
    .sort((a, b) => rank(a) - rank(b));
}

interface SavedRepliesProps {
  caseId: string;
  onChoose: (text: string) => void;
  onClose: () => void;
}

export function SavedReplies({ caseId, onChoose, onClose }: SavedRepliesProps) {
  const t = useWords("cases");
  const { message } = App.useApp();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const all = useQuery({
    queryKey: ["workbench", "saved-replies"],
    queryFn: async () => (await got(api.GET("/api/v1/saved-replies"))).items,
  });
  const rows = found(all.data ?? [], typed).slice(0, 8);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first row.
  useEffect(() => setAt(0), [typed]);
  async function choose(one: SavedReplyKept | undefined) {
    if (!one) return;
    try {
      const params = { path: { id: one.id }, query: { case_id: caseId } };
      const words = await got(api.GET("/api/v1/saved-replies/{id}/words", { params }));
      if (words.missing.length) message.warning(t("saved.missing", { names: words.missing.join(", ") }));
      onChoose(words.text);
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (composing(event)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((n) => Math.min(Math.max(n + step, 0), rows.length - 1));
    else if (event.key === "Enter") choose(rows[at]);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="saved-replies" role="dialog" aria-label={t("saved.title")}>
      <Input
        size="small"
        autoFocus
        value={typed}
        placeholder={t("saved.find")}
        aria-label={t("saved.find")}
        onChange={(e) => setTyped(e.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setTimeout(onClose, 150)}
      />
      <ul>
        {rows.map((one, n) => (
          <li key={one.id}>
            <button type="button" className={n === at ? "current" : undefined} onClick={() => choose(one)}>
              <b>{one.name}</b>
              <span className="muted small cut">{one.content.text}</span>
            </button>
          </li>
        ))}
        {!rows.length && <li className="muted small pad-sm">{t(all.data?.length ? "saved.none" : "saved.empty")}</li>}
      </ul>
    </div>
  );
}
