/** A new token, shown this once. */
import { Alert, Modal, Typography } from "antd";
import type { TokenMade } from "@/api/types";
import { useWords } from "@/ui/words";

export function TokenOnce({ made, onClose }: { made?: TokenMade; onClose: () => void }) {
  const t = useWords("account");
  return (
    <Modal
      open={made !== undefined}
      title={t("token_made", { name: made?.name ?? "" })}
      okText={t("codes_kept")}
      cancelButtonProps={{ style: { display: "none" } }}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      onOk={onClose}
      width={480}
      destroyOnHidden
    >
      <div className="col gap">
        <Alert type="warning" showIcon title={t("token_once")} />
        <Typography.Text code copyable={{ tooltips: [t("copy"), t("copied")] }}>
          {made?.token ?? ""}
        </Typography.Text>
      </div>
    </Modal>
  );
}
