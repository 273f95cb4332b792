/** Where one is signed in: end one, or all but this. */
import { App, Button } from "antd";
import { Loaded } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { useSessions, useSessionVerbs } from "./queries";
import { SessionTable } from "./SessionTable";

export function SessionsPanel() {
  const t = useWords("account");
  const { modal, message } = App.useApp();
  const sessions = useSessions();
  const verbs = useSessionVerbs();
  const others = (sessions.data ?? []).filter((session) => !session.this);
  const endOthers = () =>
    modal.confirm({
      title: t("end_others_title", { count: others.length }),
      content: t("end_others_about"),
      okText: t("end_others"),
      cancelText: t("common:cancel"),
      onOk: async () => {
        await verbs.endOthers.mutateAsync();
        message.success(t("others_ended"));
      },
    });
  return (
    <Panel
      flush
      title={t("sessions")}
      extra={
        <Button size="small" disabled={!others.length} onClick={endOthers}>
          {t("end_others")}
        </Button>
      }
    >
      <Loaded query={sessions} rows={3}>
        {(rows) => <SessionTable rows={rows} onEnd={(id) => verbs.end.mutateAsync(id)} />}
      </Loaded>
    </Panel>
  );
}
