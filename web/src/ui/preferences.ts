/** What one person chose on this machine: mode, language, open sidebar. Kept in the browser only. */
import { useSyncExternalStore } from "react";
import type { Locale } from "@/api/types";
import type { Mode } from "./theme";

interface Preferences {
  mode: Mode | "system";
  locale: Locale;
  collapsed: boolean;
  /** Whether resolving a case leads on to the next. */
  thenNext: boolean;
}

const key = "lingke.preferences";
const watchers = new Set<() => void>();
let current: Preferences = read();

function read(): Preferences {
  const fallback: Preferences = { mode: "system", locale: "zh-CN", collapsed: false, thenNext: false };
  try {
    const kept: Preferences = { ...fallback, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
    // An older program or another page of this host may have kept a language there that is not ours.
    return { ...kept, locale: kept.locale === "en-US" ? "en-US" : "zh-CN" };
  } catch {
    return fallback;
  }
}

export const preferences = () => current;

export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // A browser without storage still works; it only forgets.
  }
  for (const watcher of watchers) watcher();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => current,
  );
}

const systemDark = () => typeof matchMedia !== "undefined" && matchMedia("(prefers-color-scheme: dark)").matches;

/** The mode to paint in, following the system while the person chose nothing. */
export function useMode(): Mode {
  const { mode } = usePreferences();
  const dark = useSyncExternalStore(
    (watcher) => {
      const query = matchMedia("(prefers-color-scheme: dark)");
      query.addEventListener("change", watcher);
      return () => query.removeEventListener("change", watcher);
    },
    systemDark,
    () => false,
  );
  if (mode === "system") return dark ? "dark" : "light";
  return mode;
}
