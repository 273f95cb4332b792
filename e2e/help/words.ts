/** The sentences a person reads, from the same files as the console: `word("zh-CN", "cases:take")`. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export type Locale = "zh-CN" | "en-US";
export const locales: Locale[] = ["zh-CN", "en-US"];

const files = new Map<string, Record<string, unknown>>();

function fileOf(locale: Locale, namespace: string): Record<string, unknown> {
  const path = resolve(import.meta.dirname, "../../locales", locale, `${namespace}.json`);
  const known = files.get(path);
  if (known) return known;
  const read = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  files.set(path, read);
  return read;
}

/** The sentence of `namespace:key`, with `{{name}}` filled in; fails when there is none. */
export function word(locale: Locale, key: string, values: Record<string, string | number> = {}): string {
  const [namespace = "", path = ""] = key.split(":");
  const file = fileOf(locale, namespace);
  const found = file[path] ?? path.split(".").reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], file);
  if (typeof found !== "string") throw new Error(`locales/${locale}/${namespace}.json has no ${path}`);
  return found.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name: string) => String(values[name] ?? ""));
}
