/** The password once more, before something changes about how one signs in. */
import { Alert, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { asProblem } from "@/api/problem";
import { problemText, useWords } from "@/ui/words";

interface PasswordAgainProps {
  open: boolean;
  title: string;
  about: string;
  confirm: string;
  danger?: boolean;
  onSubmit: (password: string) => Promise<unknown>;
  onClose: () => void;
}

export function PasswordAgain(props: PasswordAgainProps) {
  const t = useWords("account");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    if (!props.open) return;
    setPassword("");
    setFailure(undefined);
  }, [props.open]);
  async function submit() {
    if (!password || pending) return;
    setPending(true);
    setFailure(undefined);
    try {
      await props.onSubmit(password);
      props.onClose();
    } catch (error) {
      setFailure(problemText(asProblem(error)));
    } finally {
      setPending(false);
    }
  }
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.confirm}
      cancelText={t("common:cancel")}
      okButtonProps={{ disabled: !password, danger: props.danger }}
      confirmLoading={pending}
      onOk={submit}
      onCancel={props.onClose}
      width={420}
      destroyOnHidden
    >
      <div className="col gap">
        <div className="muted">{props.about}</div>
        {failure && <Alert type="error" showIcon title={failure} />}
        <div>
          <label htmlFor="password-again">{t("common:password.current")}</label>
          <Input.Password
            id="password-again"
            autoFocus
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onPressEnter={submit}
          />
        </div>
      </div>
    </Modal>
  );
}
