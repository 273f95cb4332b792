/** What a sign-in still wants after the password: a code, a new password, or a second factor to be set up. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, got } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { Session, SignInAnswer, SignInStep } from "@/api/types";
import { CodeForm } from "@/features/organisation/account/CodeForm";
import { NewPasswordForm } from "@/features/organisation/account/NewPasswordForm";
import { Offered } from "@/features/organisation/account/Offered";
import { RecoveryCodes } from "@/features/organisation/account/RecoveryCodes";
import { Failure } from "@/ui/Loaded";
import { problemText, useWords } from "@/ui/words";
import { PasskeyButton } from "./PasskeyButton";

interface StepProps {
  step: SignInStep;
  onAnswer: (answer: SignInAnswer) => void;
  onBack: () => void;
}

export function SignInSteps(props: StepProps) {
  if (props.step.step === "set_up") return <SetUp {...props} />;
  return props.step.step === "new_password" ? <NewPassword {...props} /> : <SecondFactor {...props} />;
}

function SecondFactor({ step, onAnswer, onBack }: StepProps) {
  const t = useWords("account");
  const [recovery, setRecovery] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const prove = useMutation({
    mutationFn: (code: string) =>
      got<SignInAnswer>(api.POST("/api/v1/sign-in-steps/second-factor", { body: { challenge: step.challenge, code } })),
    onSuccess: onAnswer,
    onError: () => setRefusals((n) => n + 1),
  });
  return (
    <div className="col gap">
      <h2>{t("second_factor")}</h2>
      <p className="muted">{t(step.code ? (recovery ? "enter_recovery_code" : "enter_code") : "answer_passkey")}</p>
      {prove.isError && <Refused error={prove.error} />}
      {step.passkey && <PasskeyButton challenge={step.challenge} onAnswer={onAnswer} />}
      {step.code && (
        <CodeForm
          label={t(recovery ? "recovery_code" : "code")}
          submit={t("verify")}
          pending={prove.isPending}
          refusals={refusals}
          recovery={recovery}
          onSubmit={(code) => prove.mutate(code)}
        />
      )}
      <div className="row between">
        {step.code && (
          <Button type="link" size="small" onClick={() => setRecovery(!recovery)}>
            {t(recovery ? "use_authenticator" : "use_recovery_code")}
          </Button>
        )}
        <Button type="link" size="small" onClick={onBack}>
          {t("start_again")}
        </Button>
      </div>
    </div>
  );
}

function NewPassword({ step, onAnswer, onBack }: StepProps) {
  const t = useWords("account");
  const renew = useMutation({
    mutationFn: (new_password: string) =>
      got<SignInAnswer>(
        api.POST("/api/v1/sign-in-steps/new-password", { body: { challenge: step.challenge, new_password } }),
      ),
    onSuccess: onAnswer,
  });
  return (
    <div className="col gap">
      <h2>{t("new_password")}</h2>
      <p className="muted">{t("new_password_about")}</p>
      <NewPasswordForm
        submit={t("new_password_submit")}
        pending={renew.isPending}
        problem={renew.isError ? asProblem(renew.error) : undefined}
        onSubmit={(password) => renew.mutate(password)}
      />
      <Button type="link" size="small" onClick={onBack}>
        {t("start_again")}
      </Button>
    </div>
  );
}

function SetUp({ step, onAnswer, onBack }: StepProps) {
  const t = useWords("account");
  const [refusals, setRefusals] = useState(0);
  const [kept, setKept] = useState<{ session: Session; codes: string[] }>();
  const { challenge } = step;
  const offered = useQuery({
    queryKey: ["account", "offered", challenge],
    queryFn: () => got(api.POST("/api/v1/sign-in-steps/authenticators", { body: { challenge } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: 0,
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      got(api.POST("/api/v1/sign-in-steps/authenticator-confirmations", { body: { challenge, code } })),
    onSuccess: ({ session, recovery_codes }) => setKept({ session, codes: recovery_codes }),
    onError: () => setRefusals((n) => n + 1),
  });
  if (kept) return <RecoveryCodes codes={kept.codes} onDone={() => onAnswer(kept.session)} />;
  return (
    <div className="col gap">
      <h2>{t("set_up")}</h2>
      <p className="muted">{t("set_up_wanted")}</p>
      {confirm.isError && <Refused error={confirm.error} />}
      {offered.isError && <Failure error={offered.error} />}
      {offered.data && (
        <Offered
          of={offered.data}
          pending={confirm.isPending}
          refusals={refusals}
          onCode={(code) => confirm.mutate(code)}
        />
      )}
      <Button type="link" size="small" onClick={onBack}>
        {t("start_again")}
      </Button>
    </div>
  );
}

function Refused({ error }: { error: unknown }) {
  return (
    <p className="sign-in-problem" role="alert">
      {problemText(asProblem(error))}
    </p>
  );
}
