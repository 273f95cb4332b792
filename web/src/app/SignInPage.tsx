/** The door. Whatever page was asked for stays in the address, so signing in lands there. */
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { SignInAnswer } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { DemoLogins } from "./DemoLogins";
import { Door, useInstitution } from "./Door";
import { LaterSteps } from "./LaterSteps";
import { PasskeyButton } from "./PasskeyButton";
import { type Credentials, SignInForm } from "./SignInForm";
import { useSignIn } from "./useSignIn";

export function SignInPage() {
  const t = useWords("common");
  const { name, demo } = useInstitution();
  const { step, goOn, startAgain } = useSignIn();
  const signIn = useMutation({
    mutationFn: (body: Credentials) => got<SignInAnswer>(api.POST("/api/v1/sessions", { body })),
    onSuccess: goOn,
  });
  useEffect(() => {
    document.title = t("sign_in.title");
  }, [t]);
  if (step)
    return (
      <Door>
        <LaterSteps step={step} onAnswer={goOn} onBack={startAgain} />
      </Door>
    );
  return (
    <Door>
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
        <PasskeyButton onAnswer={goOn} />
        {demo && (
          <DemoLogins
            pending={signIn.isPending}
            onChoose={(login) => signIn.mutate({ login, password: "lingke-demo" })}
          />
        )}
      </div>
    </Door>
  );
}
