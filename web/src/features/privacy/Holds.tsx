/** The legal holds on a customer. */
import { Button, Tag } from "antd";
import { useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { type PrivacyStanding, usePrivacyVerbs } from "./queries";

interface HoldsProps {
  holds: PrivacyStanding["holds"];
  mayLift: boolean;
  customerId: string;
}

export function Holds({ holds, mayLift, customerId }: HoldsProps) {
  const t = useWords("privacy");
  const [lifting, setLifting] = useState<string>();
  const { lift } = usePrivacyVerbs();
  const running = holds.filter((hold) => !hold.lifted_at);
  return (
    <>
      {running.map((hold) => (
        <div key={hold.id}>
          <Tag color="orange" variant="filled" className="tag">
            {t("held")}
          </Tag>
          <span className="small">{hold.reason}</span>
          <div className="muted small">
            {hold.placed_by?.name} · <When at={hold.placed_at} style="short" />
            {mayLift && (
              <Button size="small" type="link" onClick={() => setLifting(hold.id)}>
                {t("lift")}
              </Button>
            )}
          </div>
        </div>
      ))}
      <OpinionDialog
        open={lifting !== undefined}
        title={t("lift")}
        label={t("why")}
        required
        confirm={t("lift")}
        onSubmit={(reason) => lift.mutateAsync({ id: customerId, holdId: lifting ?? "", reason })}
        onClose={() => setLifting(undefined)}
      />
    </>
  );
}
