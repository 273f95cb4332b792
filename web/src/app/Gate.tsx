/** Between the door and the house: the sign-in page until there is a session, then the shell. */
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { sessionQuery } from "@/api/session";
import { Failure } from "@/ui/Loaded";
import { Shell } from "./Shell";

const SignInPage = lazy(() => import("./SignInPage").then((m) => ({ default: m.SignInPage })));

export function Gate(): ReactNode {
  const session = useQuery(sessionQuery);
  if (session.isPending) return <div className="waiting" />;
  if (session.data) return <Shell />;
  if (session.isError) return <Failure error={session.error} onRetry={() => session.refetch()} />;
  return (
    <Suspense fallback={null}>
      <SignInPage />
    </Suspense>
  );
}
