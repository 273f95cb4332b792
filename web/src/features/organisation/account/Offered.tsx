/** An authenticator to be set up: the picture to scan, the same in letters, and the first code. */
import { Typography } from "antd";
import type { AuthenticatorOffered } from "@/api/types";
import { useWords } from "@/ui/words";
import { CodeForm } from "./CodeForm";

interface OfferedProps {
  of: AuthenticatorOffered;
  pending: boolean;
  refusals: number;
  onCode: (code: string) => void;
}

/** In groups of four, as people read it off. */
const grouped = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");

export function Offered({ of, pending, refusals, onCode }: OfferedProps) {
  const t = useWords("account");
  return (
    <div className="col gap">
      <p className="muted">{t("offered_about")}</p>
      <div className="qr">
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(of.qr_svg)}`}
          alt={t("qr_alt")}
          width={168}
          height={168}
        />
      </div>
      <div>
        <div className="muted small">{t("secret_about")}</div>
        <Typography.Text className="mono" copyable={{ text: of.secret, tooltips: [t("copy"), t("copied")] }}>
          {grouped(of.secret)}
        </Typography.Text>
      </div>
      <CodeForm
        label={t("first_code")}
        submit={t("confirm_code")}
        pending={pending}
        refusals={refusals}
        onSubmit={onCode}
      />
    </div>
  );
}
