/** What stands before the house: whose it is, what it is for, and the language; beside it whatever lets one in. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api, got } from "@/api/client";
import type { Locale } from "@/api/types";
import { prefer } from "@/ui/preferences";
import { Wordmark } from "@/ui/Wordmark";
import { speak, useLocale, useWords } from "@/ui/words";

const languages: [Locale, string][] = [
  ["zh-CN", "中文"],
  ["en-US", "English"],
];

function choose(locale: Locale) {
  prefer({ locale });
  speak(locale);
}

/** Whose system this is, in the language of the screen. */
export function useInstitution() {
  const locale = useLocale();
  const { data } = useQuery({
    queryKey: ["institution"],
    queryFn: () => got(api.GET("/api/v1/institution")),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 0,
  });
  const name = locale === "en-US" ? data?.name_en || data?.name : data?.name;
  return { name, demo: data?.demo };
}

export function Door({ children }: { children: ReactNode }) {
  const t = useWords("common");
  const locale = useLocale();
  const { name } = useInstitution();
  return (
    <main className="sign-in">
      <section className="sign-in-story">
        <div className="row gap-sm">
          <Wordmark />
        </div>
        <div>
          <h1>{t("sign_in.headline")}</h1>
          <p>{t("sign_in.story")}</p>
          <ol className="loop">
            {["listen", "act", "ask", "measure", "review", "coach", "fix"].map((step) => (
              <li key={step}>{t(`sign_in.loop.${step}`)}</li>
            ))}
          </ol>
        </div>
        <span className="small">{name}</span>
      </section>
      <section className="sign-in-form">
        <div className="sign-in-lang">
          {languages.map(([each, name]) => (
            <Button key={each} size="small" type="text" aria-pressed={each === locale} onClick={() => choose(each)}>
              {name}
            </Button>
          ))}
        </div>
        {children}
      </section>
    </main>
  );
}
