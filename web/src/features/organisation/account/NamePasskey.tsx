/** A passkey that the browser just made gets a name, so that one knows it again. */
import { Alert, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { problemText, useWords } from "@/ui/words";
import { usePasskeyVerbs } from "./queries";

interface NamePasskeyProps {
  made?: { challenge: string; credential: Record<string, never> };
  onClose: () => void;
}

export function NamePasskey({ made, onClose }: NamePasskeyProps) {
  const t = useWords("account");
  const { register } = usePasskeyVerbs();
  const [name, setName] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new passkey begins with the same suggestion.
  useEffect(() => setName(t("passkey_name_form")), [made]);
  const save = () => {
    if (made && name.trim()) register.mutate({ ...made, name: name.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal
      open={made !== undefined}
      title={t("passkey_name_title")}
      okText={t("common:save")}
      cancelText={t("common:cancel")}
      okButtonProps={{ disabled: !name.trim() }}
      confirmLoading={register.isPending}
      onOk={save}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <div className="col gap">
        {register.isError && <Alert type="error" showIcon title={problemText(asProblem(register.error))} />}
        <div>
          <label htmlFor="passkey-name">{t("passkey_name")}</label>
          <Input
            id="passkey-name"
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={save}
          />
        </div>
      </div>
    </Modal>
  );
}
