/** What was begun and not sent: kept on the server, for whatever machine its writer sits at next. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, got, randomKey } from "@/api/client";
import { useHolds } from "@/api/session";
import type { Draft } from "@/api/types";
import type { ComposerTab } from "./Composer";

export type Texts = Partial<Record<ComposerTab, string>>;
export type Elsewhere = Partial<Record<ComposerTab, string>>;

const restMs = 600;
const deviceKey = "lingke.device";

/** A random name for this browser, so that its own drafts are told from those of another. */
export function device(): string {
  try {
    const known = localStorage.getItem(deviceKey) ?? randomKey();
    localStorage.setItem(deviceKey, known);
    return known;
  } catch {
    return "";
  }
}

/**
 * What the boxes hold once the server's drafts are known: a box somebody wrote in since keeps its words. Pure.
 * `elsewhere` says since when a draft of another browser is shown.
 */
export function merge(
  texts: Texts,
  touched: ReadonlySet<ComposerTab>,
  drafts: Draft[],
  here: string,
): { texts: Texts; elsewhere: Elsewhere } {
  const next: Texts = { ...texts };
  const elsewhere: Elsewhere = {};
  for (const draft of drafts) {
    if (touched.has(draft.box)) continue;
    next[draft.box] = draft.text;
    if (draft.device && draft.device !== here) elsewhere[draft.box] = draft.updated_at;
  }
  for (const box of ["reply", "note", "customer"] as const) {
    if (!touched.has(box) && next[box] && !drafts.some((draft) => draft.box === box)) next[box] = "";
  }
  return { texts: next, elsewhere };
}

export function useDrafts(id: string) {
  const keeps = useHolds("workbench.use");
  const client = useQueryClient();
  const kept = useQuery({
    queryKey: ["cases", "drafts", id],
    queryFn: async () => (await got(api.GET("/api/v1/cases/{id}/drafts", { params: { path: { id } } }))).items,
    enabled: keeps,
    refetchOnWindowFocus: true,
    refetchInterval: 30_000,
  });
  const [texts, setTexts] = useState<Texts>({});
  const [elsewhere, setElsewhere] = useState<Elsewhere>({});
  const touched = useRef(new Set<ComposerTab>());
  const unsaved = useRef(new Map<ComposerTab, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!kept.data) return;
    setTexts((now) => merge(now, touched.current, kept.data, device()).texts);
    setElsewhere(merge({}, touched.current, kept.data, device()).elsewhere);
  }, [kept.data]);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current.size) client.cancelQueries({ queryKey: ["cases", "drafts", id] });
    for (const [box, text] of unsaved.current) {
      const params = { path: { id, box } };
      // `keepalive`: what was typed last is saved also while the page goes away.
      api.PUT("/api/v1/cases/{id}/drafts/{box}", { params, body: { text, device: device() }, keepalive: true }).then(
        ({ data }) => {
          if (unsaved.current.has(box)) return; // written on meanwhile
          touched.current.delete(box);
          client.setQueryData<Draft[]>(["cases", "drafts", id], (all) => [
            ...(all ?? []).filter((draft) => draft.box !== box),
            ...(data?.text.trim() ? [data] : []),
          ]);
        },
        () => unsaved.current.has(box) || unsaved.current.set(box, text),
      );
    }
    unsaved.current.clear();
  }, [id, client]);
  useEffect(() => {
    const onHide = () => document.visibilityState === "hidden" && flush();
    document.addEventListener("visibilitychange", onHide);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      flush();
    };
  }, [flush]);

  const write = useCallback(
    (box: ComposerTab, text: string) => {
      setTexts((all) => ({ ...all, [box]: text }));
      setElsewhere((all) => ({ ...all, [box]: undefined }));
      touched.current.add(box);
      if (!keeps) return;
      unsaved.current.set(box, text);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, restMs);
    },
    [flush, keeps],
  );
  /** Forgets what was sent. The server has erased it with the reply, or erases it now. */
  const drop = useCallback(
    (box: ComposerTab) => {
      unsaved.current.delete(box);
      setTexts((all) => ({ ...all, [box]: "" }));
      client.setQueryData<Draft[]>(["cases", "drafts", id], (all) => all?.filter((draft) => draft.box !== box));
      touched.current.delete(box);
      if (keeps) {
        api.DELETE("/api/v1/cases/{id}/drafts/{box}", { params: { path: { id, box } } }).catch(() => {});
      }
    },
    [client, id, keeps],
  );
  return { texts, write, drop, elsewhere };
}
