/** The cases one does not want to hear of, each with a way back. */
import { Link } from "@tanstack/react-router";
import { App, Button, Skeleton } from "antd";
import { asProblem } from "@/api/problem";
import { Failure, Nothing } from "@/ui/Loaded";
import { More } from "@/ui/More";
import { problemText, useWords } from "@/ui/words";
import { useMuted, useNotificationVerbs } from "./queries";

export function MutedCases() {
  const t = useWords("notifications");
  const { message } = App.useApp();
  const muted = useMuted();
  const verbs = useNotificationVerbs();
  if (muted.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} className="pad" />;
  if (muted.isError && !muted.rows.length) return <Failure error={muted.error} onRetry={() => muted.refetch()} />;
  if (!muted.rows.length) return <Nothing text={t("no_muted")} />;
  const refused = (error: unknown) => message.error(problemText(asProblem(error)));
  return (
    <>
      {muted.rows.map((one) => (
        <div key={one.id} className="bar">
          {one.number ? (
            <Link to="/cases/$id" params={{ id: one.id }} className="cut grow">
              <span className="mono">{one.number}</span> {one.subject}
            </Link>
          ) : (
            <span className="muted grow">{t("out_of_sight")}</span>
          )}
          <Button size="small" onClick={() => verbs.unmute.mutate(one.id, { onError: refused })}>
            {t("unmute")}
          </Button>
        </div>
      ))}
      <More
        loaded={muted.rows.length}
        hasMore={muted.hasNextPage}
        loading={muted.isFetchingNextPage}
        onMore={() => muted.fetchNextPage()}
      />
    </>
  );
}
