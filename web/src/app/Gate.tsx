/** Between the door and the house: the sign-in page until there is a session, then the shell. */
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { sessionQuery } from "@/api/session";
import { Failure } from "@/ui/Loaded";
import { bringWords } from "@/ui/words";
import { Shell } from "./Shell";

const SignInPage = lazy(() => import("./SignInPage").then((m) => ({ default: m.SignInPage })));

const SetPasswordPage = lazy(async () => {
  const [page] = await Promise.all([import("./SetPasswordPage"), bringWords(["account"])]);
  return { default: page.SetPasswordPage };
});

export function Gate(): ReactNode {
  const session = useQuery(sessionQuery);
  const path = useLocation({ select: (l) => l.pathname });
  // Whoever follows a link may be signed in here as somebody else.
  if (path === "/set-password")
    return (
      <Suspense fallback={null}>
        <SetPasswordPage />
      </Suspense>
    );
  if (session.isPending) return <div className="waiting" />;
  if (session.data) return <Shell />;
  if (session.isError) return <Failure error={session.error} onRetry={() => session.refetch()} />;
  return (
    <Suspense fallback={null}>
      <SignInPage />
    </Suspense>
  );
}
