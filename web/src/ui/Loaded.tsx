/** The four faces of a screen part: waiting, refused, failed, here. */

import { InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { useHolds } from "@/api/session";
import { problemText, useWords } from "./words";

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const t = useWords("common");
  const problem = asProblem(error);
  if (problem.status === 403) return <NotAllowed />;
  return (
    <Notice
      warning={problem.status !== 404}
      title={problemText(problem)}
      about={problem.requestId && t("request_id", { id: problem.requestId })}
    >
      {onRetry && problem.status !== 404 && (
        <Button type="primary" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </Notice>
  );
}

type NoticeProps = { title: string; about?: string; warning?: boolean; children?: ReactNode };

/** What stands where a page would: why it is not there, and what can be done. */
export function Notice({ title, about, warning, children }: NoticeProps) {
  const Sign = warning ? WarningFilled : InfoCircleFilled;
  return (
    <div className="notice">
      <Sign className={warning ? "notice-sign warning" : "notice-sign"} aria-hidden />
      <h2>{title}</h2>
      {about && <p className="muted">{about}</p>}
      {children}
    </div>
  );
}

export function NotAllowed() {
  const t = useWords("common");
  return <Notice title={t("not_allowed_title")} about={t("not_allowed_text")} />;
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
