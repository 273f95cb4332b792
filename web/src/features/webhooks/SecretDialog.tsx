import { Alert, Modal, Typography } from "antd";
import { useWords } from "@/ui/words";

/** A secret shown once: to be given to the receiver. */
export function SecretDialog({ secret, onClose }: { secret?: string; onClose: () => void }) {
  const t = useWords("webhooks");
  return (
    <Modal
      open={secret !== undefined}
      title={t("secret")}
      onOk={onClose}
      onCancel={onClose}
      okText={t("secret_noted")}
      cancelButtonProps={{ style: { display: "none" } }}
      width={560}
    >
      <div className="col gap">
        <Alert type="warning" showIcon title={t("secret_about")} />
        <Typography.Text copyable code>
          {secret ?? ""}
        </Typography.Text>
      </div>
    </Modal>
  );
}
