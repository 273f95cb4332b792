/** Recomputes the whole chain on the server and says whether it holds. */
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { Alert, Button, Modal, Progress } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Facts } from "@/ui/Fields";
import { Count, When } from "@/ui/Time";
import { problemText, useWords } from "@/ui/words";
import { useVerification } from "./queries";
import type { Verification } from "./types";

export function VerifyChain() {
  const t = useWords("audit");
  const [open, setOpen] = useState(false);
  const verification = useVerification();
  const begin = () => {
    setOpen(true);
    verification.mutate();
  };
  return (
    <>
      <Button
        type="primary"
        icon={<SafetyCertificateOutlined aria-hidden />}
        loading={verification.isPending}
        onClick={begin}
      >
        {t("verify")}
      </Button>
      <Modal
        open={open}
        title={t("verify")}
        onCancel={() => setOpen(false)}
        footer={[
          <Button key="again" disabled={verification.isPending} onClick={() => verification.mutate()}>
            {t("verify_again")}
          </Button>,
        ]}
      >
        <div className="col gap" aria-live="polite">
          {verification.isPending && (
            <>
              <Progress percent={100} status="active" showInfo={false} />
              <span className="muted">{t("verifying")}</span>
            </>
          )}
          {verification.isError && <Alert type="error" showIcon title={problemText(asProblem(verification.error))} />}
          {verification.data && !verification.isPending && <Verdict of={verification.data} />}
        </div>
      </Modal>
    </>
  );
}

function Verdict({ of }: { of: Verification }) {
  const t = useWords("audit");
  return (
    <>
      {of.ok ? (
        <Alert type="success" showIcon title={t("chain_holds")} description={t("chain_holds_about")} />
      ) : (
        <Alert
          type="error"
          showIcon
          title={of.first_bad_seq ? t("chain_broken_at", { seq: of.first_bad_seq }) : t("chain_broken")}
          description={of.why}
        />
      )}
      <Facts
        items={[
          [t("checked"), <Count key="checked" of={of.checked} />],
          [t("head_seq"), <Count key="seq" of={of.head.seq} />],
          [
            t("head_hash"),
            <code key="hash" className="mono">
              {of.head.hash}
            </code>,
          ],
          [t("head_sealed"), <When key="at" at={of.head.seq ? of.head.sealed_at : null} style="second" />],
        ]}
      />
    </>
  );
}
