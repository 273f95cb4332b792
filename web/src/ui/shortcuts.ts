/** Keyboard shortcuts that never fire while someone writes or an input method composes. */
import { useEffect, useRef, useSyncExternalStore } from "react";

/** Whether an input method is in the middle of a word. 229 is what browsers send before `isComposing` is set. */
export function isComposing(event: { isComposing?: boolean; keyCode?: number }): boolean {
  return event.isComposing === true || event.keyCode === 229;
}

/** The same for React's events. */
export const composing = (event: { nativeEvent: { isComposing?: boolean; keyCode?: number } }) =>
  isComposing(event.nativeEvent);

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The name of what was pressed: `j`, `?`, `Enter`, `mod+k`. */
export function keyName(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return mod + key;
}

export interface Shortcut {
  /** As `keyName` says it. */
  key: string;
  /** What the overlay says about it, in the language of the screen. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Also while writing; only for chords with Ctrl. */
  always?: boolean;
}

const shown = new Map<symbol, { group: string; shortcuts: Shortcut[] }>();
const watchers = new Set<() => void>();
let snapshot: { group: string; shortcuts: Shortcut[] }[] = [];
function announce(): void {
  // Several parts of the screen may add to one group.
  const groups = new Map<string, Shortcut[]>();
  for (const { group, shortcuts } of shown.values()) groups.set(group, [...(groups.get(group) ?? []), ...shortcuts]);
  snapshot = [...groups].map(([group, shortcuts]) => ({ group, shortcuts }));
  for (const watcher of watchers) watcher();
}

/** What the present page answers to, for the overlay. */
export function useShownShortcuts() {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => snapshot,
    () => snapshot,
  );
}

/** A quick look beside the list is no layer above it: one walks on while it is open. */
const layerOpen = () =>
  document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open:not(.look-drawer)") !== null;

/** Runs shortcuts while mounted. Quiet while a dialog is open, someone writes or a word is composed. */
export function useShortcuts(group: string, shortcuts: Shortcut[], enabled = true): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const names = shortcuts.map((s) => s.key + s.label).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for the list.
  useEffect(() => {
    if (!enabled) return;
    const id = Symbol(group);
    shown.set(id, { group, shortcuts: latest.current });
    announce();
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event) || event.altKey) return;
      const match = latest.current.find((s) => s.key === keyName(event));
      if (!match) return;
      if (!match.always && (isWriting(event.target) || layerOpen())) return;
      // Enter on a focused button or link belongs to it.
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button,a")) return;
      event.preventDefault();
      match.run(event);
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      shown.delete(id);
      announce();
    };
  }, [group, names, enabled]);
}
