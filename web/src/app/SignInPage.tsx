/** The door. Whatever page was asked for stays in the address, so signing in lands there. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import { remembered, sessionQuery } from "@/api/session";
import type { Locale, SignInAnswer, SignInStep } from "@/api/types";
import { prefer } from "@/ui/preferences";
import { Wordmark } from "@/ui/Wordmark";
import { bringWords, problemText, speak, useLocale, useWords } from "@/ui/words";
import { DemoLogins } from "./DemoLogins";
import { type Credentials, SignInForm } from "./SignInForm";

/** Fetched when a sign-in wants more than a password. */
const SignInSteps = lazy(async () => {
  const [steps] = await Promise.all([import("./SignInSteps"), bringWords(["account"])]);
  return { default: steps.SignInSteps };
});

const languages: [Locale, string][] = [
  ["zh-CN", "中文"],
  ["en-US", "English"],
];

function choose(locale: Locale) {
  prefer({ locale });
  speak(locale);
}

export function SignInPage() {
  const t = useWords("common");
  const locale = useLocale();
  const client = useQueryClient();
  const institution = useQuery({
    queryKey: ["institution"],
    queryFn: () => got(api.GET("/api/v1/institution")),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 0,
  });
  const [step, setStep] = useState<SignInStep>();
  function goOn(answer: SignInAnswer) {
    if ("challenge" in answer) return setStep(answer);
    // What the last person saw is not for the next.
    client.removeQueries({ predicate: (query) => !["session", "institution"].includes(String(query.queryKey[0])) });
    client.setQueryData(sessionQuery.queryKey, remembered(answer));
  }
  const signIn = useMutation({
    mutationFn: (body: Credentials) => got<SignInAnswer>(api.POST("/api/v1/sessions", { body })),
    onSuccess: goOn,
  });
  useEffect(() => {
    document.title = t("sign_in.title");
  }, [t]);
  const name = locale === "en-US" ? institution.data?.name_en || institution.data?.name : institution.data?.name;

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
        {step ? (
          <Suspense fallback={<div className="waiting" />}>
            <SignInSteps key={step.challenge} step={step} onAnswer={goOn} onBack={() => setStep(undefined)} />
          </Suspense>
        ) : (
          <div>
            <h2 style={{ fontSize: 20, margin: "0 0 4px" }}>{t("sign_in.welcome")}</h2>
            <p className="muted" style={{ marginBottom: 18 }}>
              {name ?? t("sign_in.about")}
            </p>
            {signIn.isError && (
              <p className="sign-in-problem" role="alert">
                {problemText(asProblem(signIn.error))}
              </p>
            )}
            <SignInForm pending={signIn.isPending} onSubmit={(typed) => signIn.mutate(typed)} />
            {institution.data?.demo && (
              <DemoLogins
                pending={signIn.isPending}
                onChoose={(login) => signIn.mutate({ login, password: "lingke-demo" })}
              />
            )}
          </div>
        )}
      </section>
    </main>
  );
}
