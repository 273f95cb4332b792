/** What is open in somebody's name: an administrator sees their sessions and tokens, and ends them. */
import { Drawer } from "antd";
import type { Staff } from "@/api/types";
import { Loaded } from "@/ui/Loaded";
import { useWords } from "@/ui/words";
import { useAccessVerbs, useSessionsOf, useTokensOf } from "./account/queries";
import { SessionTable } from "./account/SessionTable";
import { TokenTable } from "./account/TokenTable";

export function AccessDrawer({ of, onClose }: { of?: Staff; onClose: () => void }) {
  const t = useWords("organisation");
  return (
    <Drawer
      open={of !== undefined}
      title={t("access_of", { name: of?.name ?? "" })}
      size={760}
      onClose={onClose}
      destroyOnHidden
    >
      {of && <Access id={of.id} />}
    </Drawer>
  );
}

function Access({ id }: { id: string }) {
  const t = useWords("account");
  const sessions = useSessionsOf(id);
  const tokens = useTokensOf(id);
  const verbs = useAccessVerbs(id);
  return (
    <div className="col gap-lg">
      <section className="col gap-sm">
        <h3>{t("sessions")}</h3>
        <Loaded query={sessions} rows={3}>
          {(rows) => <SessionTable rows={rows} onEnd={(session) => verbs.end.mutateAsync(session)} />}
        </Loaded>
      </section>
      <section className="col gap-sm">
        <h3>{t("tokens")}</h3>
        <Loaded query={tokens} rows={3}>
          {(rows) => <TokenTable rows={rows} onRevoke={(token) => verbs.revoke.mutateAsync(token)} />}
        </Loaded>
      </section>
    </div>
  );
}
