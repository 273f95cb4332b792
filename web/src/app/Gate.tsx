/** Between the door and the house: the sign-in page until there is a session, then the shell. */
import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { lazy, type ReactNode, Suspense } from "react";
import { sessionQuery } from "@/api/session";
import { Failure } from "@/ui/Loaded";
import { Shell } from "./Shell";

const SignInPage = lazy(() => import("./SignInPage").then((m) => ({ default: m.SignInPage })));

export function Gate(): ReactNode {
  const session = useQuery(sessionQuery);
  if (session.isPending) return <Spin size="large" style={{ position: "fixed", top: "45%", left: "50%" }} />;
  if (session.data) return <Shell />;
  if (session.isError) return <Failure error={session.error} onRetry={() => session.refetch()} />;
  return (
    <Suspense fallback={null}>
      <SignInPage />
    </Suspense>
  );
}
