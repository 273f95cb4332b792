/** What comes after the password, fetched when a sign-in wants it. */
import { type ComponentProps, lazy, Suspense } from "react";
import { bringWords } from "@/ui/words";
import type { SignInSteps as Steps } from "./SignInSteps";

const SignInSteps = lazy(async () => {
  const [steps] = await Promise.all([import("./SignInSteps"), bringWords(["account"])]);
  return { default: steps.SignInSteps };
});

export function LaterSteps(props: ComponentProps<typeof Steps>) {
  return (
    <Suspense fallback={<div className="waiting" />}>
      <SignInSteps key={props.step.challenge} {...props} />
    </Suspense>
  );
}
