/** The demo institution's people, one for each role. Only a demo institution has them. */
import { Button } from "antd";
import { useWords } from "@/ui/words";

const logins = ["manager", "agent", "complaints", "support", "quality", "department", "admin", "auditor"];

export function DemoLogins({ pending, onChoose }: { pending: boolean; onChoose: (login: string) => void }) {
  const t = useWords("common");
  return (
    <div className="demo">
      <div className="strong">{t("sign_in.demo_title")}</div>
      <div className="muted small">{t("sign_in.demo_text")}</div>
      <div className="demo-list">
        {logins.map((login) => (
          <Button key={login} size="small" disabled={pending} onClick={() => onChoose(login)}>
            {t(`sign_in.demo.${login}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}
