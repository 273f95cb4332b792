/** Whether the person we talk to is the customer: what holds, by whom, until when; and the way to find out. */
import { LockOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useHolds } from "@/api/session";
import { Loaded } from "@/ui/Loaded";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { channels, type Standing, useStanding, useVerify } from "./queries";
import { TriesDrawer } from "./TriesDrawer";
import { VerifyDrawer } from "./VerifyDrawer";

export interface VerificationPanelProps {
  customerId: string;
  /** The case it is for, and how the customer reached us there. */
  caseId?: string;
  reachedBy?: string;
}

export function VerificationPanel(props: VerificationPanelProps) {
  const t = useWords("verification");
  const maySee = useHolds("verification.view");
  const standing = useStanding(props.customerId, maySee);
  const [tries, setTries] = useState(false);
  if (!maySee) return null;
  return (
    <Panel
      title={t("title")}
      extra={
        <Button type="link" size="small" onClick={() => setTries(true)}>
          {t("tries")}
        </Button>
      }
    >
      <Loaded query={standing} rows={1}>
        {(it) => <StandingView it={it} {...props} />}
      </Loaded>
      <TriesDrawer customerId={props.customerId} open={tries} onClose={() => setTries(false)} />
    </Panel>
  );
}

function StandingView({ it, customerId, caseId, reachedBy }: VerificationPanelProps & { it: Standing }) {
  const t = useWords("verification");
  const [asking, setAsking] = useState(false);
  const [unlocking, setUnlocking] = useState(false);
  const { unlock } = useVerify(customerId);
  return (
    <div className="col gap-sm">
      <Stands it={it} />
      {(it.may.verify || it.may.unlock) && (
        <div className="row gap-sm">
          {it.may.verify && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t(it.held ? "verify_again" : "verify")}
            </Button>
          )}
          {it.may.unlock && (
            <Button size="small" onClick={() => setUnlocking(true)}>
              {t("unlock")}
            </Button>
          )}
        </div>
      )}
      <VerifyDrawer
        standing={it}
        customerId={customerId}
        caseId={caseId}
        channel={channels.find((one) => one === reachedBy)}
        open={asking}
        onClose={() => setAsking(false)}
      />
      <OpinionDialog
        open={unlocking}
        title={t("unlock")}
        explain={t("unlock_about")}
        label={t("unlock_reason")}
        required
        confirm={t("unlock")}
        onSubmit={(reason) => unlock.mutateAsync(reason)}
        onClose={() => setUnlocking(false)}
      />
    </div>
  );
}

function Stands({ it }: { it: Standing }) {
  const t = useWords("verification");
  const english = useLocale() === "en-US";
  if (it.locked_until) {
    return (
      <div>
        <Tag color="red" variant="filled" className="tag" icon={<LockOutlined aria-hidden />}>
          {t("locked")}
        </Tag>
        <span className="muted small">
          {t("locked_until")} <When at={it.locked_until} style="time" />
        </span>
      </div>
    );
  }
  if (!it.held) {
    return (
      <div>
        <Tag>{t("not_verified")}</Tag>
        {it.failures > 0 && (
          <span className="muted small">{t("failures", { failures: it.failures, max: it.failures_max })}</span>
        )}
      </div>
    );
  }
  const level = it.levels.find((one) => one.code === it.held?.level);
  return (
    <div>
      <Tag color="green" variant="filled" className="tag" icon={<SafetyCertificateOutlined aria-hidden />}>
        {(english ? level?.name_en : level?.name) ?? it.held.level}
      </Tag>
      <span className="muted small">
        {it.held.by?.name} · {t(`common:channel.${it.held.channel}`)} · {t("holds_until")}{" "}
        <When at={it.held.until} style="time" />
      </span>
    </div>
  );
}
