/** One's own programs: tokens made, seen and revoked. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { TokenMade } from "@/api/types";
import { Loaded } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { useTokens, useTokenVerbs } from "./queries";
import { TokenDrawer } from "./TokenDrawer";
import { TokenOnce } from "./TokenOnce";
import { TokenTable } from "./TokenTable";

export function TokensPanel() {
  const t = useWords("account");
  const tokens = useTokens();
  const { revoke } = useTokenVerbs();
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<TokenMade>();
  return (
    <Panel
      flush
      title={t("tokens")}
      extra={
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
          {t("new_token")}
        </Button>
      }
    >
      <Loaded query={tokens} rows={3}>
        {(rows) => <TokenTable rows={rows} onRevoke={(id) => revoke.mutateAsync(id)} />}
      </Loaded>
      <TokenDrawer open={making} onMade={setMade} onClose={() => setMaking(false)} />
      <TokenOnce made={made} onClose={() => setMade(undefined)} />
    </Panel>
  );
}
