/** How far a sign-in has come: the step that is still wanted, or the session. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { remembered, sessionQuery } from "@/api/session";
import type { SignInAnswer, SignInStep } from "@/api/types";

export function useSignIn(onSession?: () => void) {
  const client = useQueryClient();
  const [step, setStep] = useState<SignInStep>();
  function goOn(answer: SignInAnswer) {
    if ("challenge" in answer) return setStep(answer);
    // What the last person saw is not for the next.
    client.removeQueries({ predicate: (query) => !["session", "institution"].includes(String(query.queryKey[0])) });
    client.setQueryData(sessionQuery.queryKey, remembered(answer));
    onSession?.();
  }
  return { step, goOn, startAgain: () => setStep(undefined) };
}
