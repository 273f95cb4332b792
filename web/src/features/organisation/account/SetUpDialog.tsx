/** After the password: the authenticator that is offered, its first code, then the recovery codes. */
import { Alert, Modal } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { AuthenticatorOffered } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { Offered } from "./Offered";
import { useSecondFactorVerbs } from "./queries";

interface SetUpDialogProps {
  offered?: AuthenticatorOffered;
  onCodes: (codes: string[]) => void;
  onClose: () => void;
}

export function SetUpDialog({ offered, onCodes, onClose }: SetUpDialogProps) {
  const t = useWords("account");
  const { confirm } = useSecondFactorVerbs();
  const [refusals, setRefusals] = useState(0);
  const send = (code: string) =>
    confirm.mutate(code, {
      onSuccess: (made) => onCodes(made.recovery_codes),
      onError: () => setRefusals((n) => n + 1),
    });
  return (
    <Modal
      open={offered !== undefined}
      title={t("set_up")}
      footer={null}
      onCancel={onClose}
      width={420}
      destroyOnHidden
      mask={{ closable: false }}
    >
      {confirm.isError && (
        <Alert type="error" showIcon title={problemText(asProblem(confirm.error))} style={{ marginBottom: 12 }} />
      )}
      {offered && <Offered of={offered} pending={confirm.isPending} refusals={refusals} onCode={send} />}
    </Modal>
  );
}
