/** What somebody begins with, shown once to be handed over: an initial password, or a link to set one by. */
import { Alert, Modal, Typography } from "antd";
import type { PasswordLink } from "@/api/types";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";

export interface BeginsWith {
  login: string;
  password?: string | null;
  link?: PasswordLink | null;
}

export function Beginning({ shown, onClose }: { shown?: BeginsWith; onClose: () => void }) {
  const t = useWords("organisation");
  const link = shown?.link;
  return (
    <Modal
      open={shown !== undefined}
      title={t(link ? `link_title.${link.kind}` : "initial_password")}
      onOk={onClose}
      onCancel={onClose}
      okText={t("noted_down")}
      cancelButtonProps={{ style: { display: "none" } }}
      width={link ? 520 : 420}
    >
      <div className="col gap">
        <Alert type="warning" showIcon title={t(link ? "link_text" : "initial_password_text")} />
        {link?.mailed && <Alert type="success" showIcon title={t("link_mailed")} />}
        <div>
          {t("login")}: <span className="mono">{shown?.login}</span>
        </div>
        <Typography.Text copyable code style={{ fontSize: link ? 13 : 16 }}>
          {link ? window.location.origin + link.path : (shown?.password ?? "")}
        </Typography.Text>
        {link && (
          <div className="muted small">
            {t("link_until")} <When at={link.expires_at} />
          </div>
        )}
      </div>
    </Modal>
  );
}
