/** Walking a list with the keyboard: J and K move, Enter opens, O looks, X selects, N begins a new one, / finds. */
import { useEffect, useState } from "react";
import { type Shortcut, useShortcuts } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";

interface ListKeys<T> {
  rows: T[];
  onPeek: (row: T) => void;
  onOpen: (row: T) => void;
  onToggle: (row: T) => void;
  onNew?: () => void;
  /** Unfolds the filters; the box for words is focused then. */
  onFind: () => void;
}

export function useListKeys<T extends { id: string }>(keys: ListKeys<T>) {
  const { rows, onPeek, onOpen, onToggle, onNew, onFind } = keys;
  const t = useWords("cases");
  const [focused, setFocused] = useState<string>();
  const at = rows.findIndex((row) => row.id === focused);
  const row = rows[at];
  const move = (step: number) => {
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (next) setFocused(next.id);
  };
  useEffect(() => {
    if (focused) document.querySelector(`[data-row-key="${focused}"]`)?.scrollIntoView({ block: "nearest" });
  }, [focused]);
  const find = () => {
    onFind();
    requestAnimationFrame(() => document.getElementById("f-q")?.focus());
  };
  const shortcuts: Shortcut[] = [
    { key: "j", label: t("keys.next"), run: () => move(1) },
    { key: "k", label: t("keys.previous"), run: () => move(-1) },
    { key: "Enter", label: t("keys.open"), run: () => row && onOpen(row) },
    { key: "o", label: t("keys.look"), run: () => row && onPeek(row) },
    { key: "x", label: t("keys.select"), run: () => row && onToggle(row) },
    { key: "/", label: t("keys.find"), run: find },
  ];
  if (onNew) shortcuts.push({ key: "n", label: t("new_case"), run: onNew });
  useShortcuts(t("keys.list"), shortcuts);
  return { focused };
}
