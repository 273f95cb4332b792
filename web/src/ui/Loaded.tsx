/** The four faces of a screen part: waiting, refused, failed, here. */
import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Empty, Result, Skeleton } from "antd";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import { problemText, useWords } from "./words";

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const t = useWords("common");
  const problem = asProblem(error);
  if (problem.status === 403) return <NotAllowed />;
  return (
    <Result
      status={problem.status === 404 ? "info" : "warning"}
      title={problemText(problem)}
      subTitle={problem.requestId ? t("request_id", { id: problem.requestId }) : undefined}
      extra={
        onRetry && problem.status !== 404 ? (
          <Button type="primary" onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : undefined
      }
    />
  );
}

export function NotAllowed() {
  const t = useWords("common");
  return <Result status="info" title={t("not_allowed_title")} subTitle={t("not_allowed_text")} />;
}

/** Shows its children only to those who hold one of the permissions. */
export function Allowed({ to, children }: { to?: string | string[]; children: ReactNode }) {
  return useHolds(to) ? children : <NotAllowed />;
}

export function Nothing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} className="nothing">
      {children}
    </Empty>
  );
}

export function Loaded<T>({
  query,
  rows = 6,
  children,
}: {
  query: UseQueryResult<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <Failure error={query.error} onRetry={() => query.refetch()} />;
  return <Skeleton active title={false} paragraph={{ rows }} className="pad" />;
}
