import { Alert, Modal, Typography } from "antd";
import { useWords } from "@/ui/words";

/** A password shown once: to be handed over, and changed at the first sign-in. */
export function InitialPassword({
  shown,
  onClose,
}: {
  shown?: { login: string; password: string };
  onClose: () => void;
}) {
  const t = useWords("organisation");
  return (
    <Modal
      open={shown !== undefined}
      title={t("initial_password")}
      onOk={onClose}
      onCancel={onClose}
      okText={t("noted_down")}
      cancelButtonProps={{ style: { display: "none" } }}
      width={420}
    >
      <div className="col gap">
        <Alert type="warning" showIcon title={t("initial_password_text")} />
        <div>
          {t("login")}: <span className="mono">{shown?.login}</span>
        </div>
        <Typography.Text copyable code style={{ fontSize: 16 }}>
          {shown?.password ?? ""}
        </Typography.Text>
      </div>
    </Modal>
  );
}
