/** Whoever follows a link sets a password here: the first one, or another in the place of a lost one. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { LinkTold, SignInAnswer } from "@/api/types";
import { NewPasswordForm } from "@/features/organisation/account/NewPasswordForm";
import { Notice } from "@/ui/Loaded";
import { problemText, useWords } from "@/ui/words";
import { Door } from "./Door";
import { LaterSteps } from "./LaterSteps";
import { useSignIn } from "./useSignIn";

export function SetPasswordPage() {
  const t = useWords("account");
  const navigate = useNavigate();
  const toDoor = () => navigate({ to: "/", replace: true });
  const { step, goOn } = useSignIn(toDoor);
  // Read once: it does not stay in the address, where it would be seen and kept.
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    window.history.replaceState(window.history.state, "", "/set-password");
    document.title = t("set_password");
  }, [t]);
  const told = useQuery({
    queryKey: ["password-link"],
    queryFn: () => got(api.POST("/api/v1/password-link-checks", { body: { token } })),
    enabled: token !== "",
    gcTime: 0,
    retry: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Door>
      {step ? (
        <LaterSteps step={step} onAnswer={goOn} onBack={toDoor} />
      ) : told.data ? (
        <SetPassword of={told.data} token={token} onAnswer={goOn} />
      ) : (
        (told.isError || !token) && (
          <Notice
            warning
            title={told.isError ? problemText(asProblem(told.error)) : t("no_link")}
            about={t("link_help")}
          >
            <Button type="primary" onClick={toDoor}>
              {t("to_sign_in")}
            </Button>
          </Notice>
        )
      )}
    </Door>
  );
}

interface SetPasswordProps {
  of: LinkTold;
  token: string;
  onAnswer: (answer: SignInAnswer) => void;
}

function SetPassword({ of, token, onAnswer }: SetPasswordProps) {
  const t = useWords("account");
  const follow = useMutation({
    mutationFn: (new_password: string) =>
      got<SignInAnswer>(api.POST("/api/v1/sign-in-steps/password-link", { body: { token, new_password } })),
    onSuccess: onAnswer,
  });
  return (
    <div className="col gap">
      <h2>{t("set_password_for", { name: of.name })}</h2>
      <p className="muted">{t(`set_password_about.${of.kind}`, { login: of.login })}</p>
      <NewPasswordForm
        submit={t("new_password_submit")}
        pending={follow.isPending}
        problem={follow.isError ? asProblem(follow.error) : undefined}
        login={of.login}
        name={of.name}
        onSubmit={(password) => follow.mutate(password)}
      />
    </div>
  );
}
