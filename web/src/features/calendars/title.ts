import { useLocale } from "@/ui/words";

/** A calendar's title in the language of the screen. */
export function useTitle(): (of: { title: string; title_en: string }) => string {
  const locale = useLocale();
  return (of) => (locale === "en-US" && of.title_en ? of.title_en : of.title);
}
