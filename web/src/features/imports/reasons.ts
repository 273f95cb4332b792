/** Why a row was refused or changed, in the language of the screen. */
import { formatCount } from "@/ui/format";
import { useLocale, useWords } from "@/ui/words";
import type { RowRemark } from "./types";

export interface ToldRemark {
  line: number;
  /** Field or column it is about; empty when it is about the whole row. */
  about: string;
  why: string;
}

export function useTold(): (remark: RowRemark) => ToldRemark {
  const t = useWords("imports");
  const locale = useLocale();
  return ({ line, why }) => {
    const { code, ...particulars } = why;
    const words = Object.fromEntries(
      Object.entries(particulars).map(([name, value]) => [
        name,
        typeof value === "number" ? formatCount(value, locale) : value,
      ]),
    );
    const about = "field" in why ? t(`field.${why.field}`) : "column" in why ? why.column : "";
    return { line, about, why: String(t(`reason.${code}`, words)) };
  };
}
