import type { components } from "@/api/schema";
import { useWords } from "@/ui/words";

export type ContactWish = components["schemas"]["ContactWish"];

export const wishChannels = ["phone", "sms", "email", "wechat", "app", "letter", "counter"] as const;
export const wishDays = ["any", "workdays", "weekends"] as const;
export const wishLanguages = [
  "mandarin",
  "cantonese",
  "english",
  "tibetan",
  "uyghur",
  "mongolian",
  "zhuang",
  "korean",
  "sign_language",
  "other",
] as const;

/** How they want to be reached, in one line; nothing when they did not say. */
export function useWish(wish: ContactWish): string | undefined {
  const t = useWords("customers");
  const parts = [
    wish.channel && t(`wish_channel.${wish.channel}`),
    wish.days && t(`wish_days.${wish.days}`),
    wish.from && `${wish.from}–${wish.until}`,
    wish.language && t(`wish_language.${wish.language}`),
  ].filter(Boolean);
  return parts.length ? parts.join(" · ") : undefined;
}
