/** Where one's mail goes, and a mail to oneself to see that it arrives. */
import { MailOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { asProblem } from "@/api/problem";
import type { NotificationPreferencesShown } from "@/api/types";
import { problemText, useWords } from "@/ui/words";
import { useTestMail } from "./queries";

export function MailPanel({ of }: { of: NotificationPreferencesShown }) {
  const t = useWords("notifications");
  const { message } = App.useApp();
  const test = useTestMail();
  const send = () =>
    test.mutate(undefined, {
      onSuccess: (sent) => message.success(t("test_sent", { address: sent?.address ?? "" })),
      onError: (error) => message.error(problemText(asProblem(error))),
    });
  return (
    <div className="row wrap gap">
      <span>{of.address ? t("address", { address: of.address }) : t("no_address")}</span>
      <Button
        size="small"
        icon={<MailOutlined aria-hidden />}
        disabled={!of.address || !of.mail_configured}
        loading={test.isPending}
        onClick={send}
      >
        {t("test_mail")}
      </Button>
      <span className="small muted">{t("mail_about")}</span>
    </div>
  );
}
