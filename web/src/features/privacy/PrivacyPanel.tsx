/** A customer's rights: a copy of all, erasure and what stands in its way, legal holds. */
import { Button, Tag } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import { Loaded } from "@/ui/Loaded";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { Duties } from "./Duties";
import { Holds } from "./Holds";
import { type PrivacyStanding, usePrivacyOf, usePrivacyVerbs } from "./queries";
import { RequestState, RequestVerbs } from "./RequestParts";

export function PrivacyPanel({ customerId }: { customerId: string }) {
  const t = useWords("privacy");
  const maySee = useHolds("privacy.view");
  const standing = usePrivacyOf(customerId, maySee);
  if (!maySee) return null;
  return (
    <Panel title={t("title")}>
      <Loaded query={standing} rows={2}>
        {(it) => <StandingView it={it} customerId={customerId} />}
      </Loaded>
    </Panel>
  );
}

function StandingView({ it, customerId }: { it: PrivacyStanding; customerId: string }) {
  const t = useWords("privacy");
  const [asking, setAsking] = useState<"copy" | "erasure" | "hold">();
  const verbs = usePrivacyVerbs();
  const close = () => setAsking(undefined);
  const ask = (kind: "copy" | "erasure") => (reason: string) => verbs.ask.mutateAsync({ id: customerId, kind, reason });
  return (
    <div className="col gap-sm">
      {it.requests.slice(0, 5).map((one) => (
        <div key={one.id} className="row gap-sm wrap">
          <Tag className="tag">{t(`request.${one.kind}`)}</Tag>
          <RequestState of={one} />
          <RequestVerbs it={one} />
        </div>
      ))}
      <Holds holds={it.holds} mayLift={it.may.hold} customerId={customerId} />
      <div className="row gap-sm wrap">
        {it.may.copy && (
          <Button size="small" onClick={() => setAsking("copy")}>
            {t("take_copy")}
          </Button>
        )}
        {it.may.erase && (
          <Button size="small" onClick={() => setAsking("erasure")}>
            {t("ask_erasure")}
          </Button>
        )}
        {it.may.hold && (
          <Button size="small" onClick={() => setAsking("hold")}>
            {t("place_hold")}
          </Button>
        )}
      </div>
      <OpinionDialog
        open={asking === "copy"}
        title={t("take_copy")}
        explain={t("copy_about")}
        label={t("why")}
        required
        confirm={t("take_copy")}
        onSubmit={ask("copy")}
        onClose={close}
      />
      <OpinionDialog
        open={asking === "erasure"}
        title={t("ask_erasure")}
        explain={<Duties it={it} />}
        label={t("why")}
        required
        danger
        confirm={t("ask_erasure")}
        onSubmit={ask("erasure")}
        onClose={close}
      />
      <OpinionDialog
        open={asking === "hold"}
        title={t("place_hold")}
        explain={t("hold_about")}
        label={t("why")}
        required
        confirm={t("place_hold")}
        onSubmit={(reason) => verbs.hold.mutateAsync({ id: customerId, reason })}
        onClose={close}
      />
    </div>
  );
}
