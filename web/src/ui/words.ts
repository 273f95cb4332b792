/**
 * All words of the screens. One namespace for each feature, from the repository's `locales/`.
 *
 * Those of the frame are fetched at the start, those of a page together with the page: see `app/page.ts`.
 */
import i18next, { type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import type { Locale } from "@/api/types";

const files = import.meta.glob<{ default: Record<string, unknown> }>("../../../locales/*/*.json");

/** What is on the screen whatever page is open, and what was asked for since. */
const wanted = new Set(["common", "problems", "notifications", "search", "tasks"]);

/** Fetches all that is wanted in `locale` and not here yet. */
async function load(locale: Locale): Promise<void> {
  const missing = [...wanted].filter((namespace) => !i18next.hasResourceBundle(locale, namespace));
  await Promise.all(
    missing.map(async (namespace) => {
      const bring = files[`../../../locales/${locale}/${namespace}.json`];
      if (!bring) throw new Error(`locales/${locale} has no ${namespace}.json`);
      i18next.addResourceBundle(locale, namespace, (await bring()).default, true, true);
    }),
  );
}

/** Fetches the words of these features, now and in every language chosen later. */
export async function bringWords(namespaces: string[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace);
  await load(i18next.language as Locale);
}

export async function startWords(locale: Locale): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: "common",
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: "added" },
    returnNull: false,
  });
  await speak(locale);
}

export async function speak(locale: Locale): Promise<void> {
  await load(locale);
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

/** The words of one feature; `common:key` reaches the shared ones. */
export function useWords(namespace: string): TFunction {
  return useTranslation(namespace).t as TFunction;
}

export function useLocale(): Locale {
  return (useTranslation().i18n.language as Locale) ?? "zh-CN";
}

/** The name of a unit or product in the language of the screen; its Chinese name where it has no other. */
export function useName(): (one: { name: string; name_en?: string | null }) => string {
  const english = useLocale() === "en-US";
  return (one) => (english && one.name_en) || one.name;
}

/** One plain sentence for a refusal, in the language of the screen. */
export function problemText(problem: Problem): string {
  const key = `problems:${problem.code}`;
  if (i18next.exists(key)) return i18next.t(key, problem.params as Record<string, string>);
  return i18next.t("problems:unknown", { code: problem.code });
}

/** The sentence for one refused field. */
export function fieldText(error: { field: string; code: string; message: string }): string {
  const key = `problems:field.${error.code}`;
  return i18next.exists(key) ? i18next.t(key) : error.message;
}
