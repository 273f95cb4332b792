/** Recovery codes, shown this once: to be copied, kept in a file or printed. */
import { CopyOutlined, DownloadOutlined } from "@ant-design/icons";
import { Alert, App, Button } from "antd";
import { useWords } from "@/ui/words";

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useWords("account");
  const { message } = App.useApp();
  const text = codes.join("\n");
  async function copy() {
    await navigator.clipboard.writeText(text);
    message.success(t("copied"));
  }
  function keep() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${t("codes_file")}\n\n${text}\n`], { type: "text/plain" }));
    link.download = "lingke-recovery-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return (
    <div className="col gap">
      <Alert type="warning" showIcon title={t("codes_once")} description={t("codes_about")} />
      <ul className="recovery-codes mono" aria-label={t("recovery_codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row gap-sm">
        {/* Only where the page is served safely. */}
        {navigator.clipboard && (
          <Button icon={<CopyOutlined aria-hidden />} onClick={copy}>
            {t("copy")}
          </Button>
        )}
        <Button icon={<DownloadOutlined aria-hidden />} onClick={keep}>
          {t("download")}
        </Button>
      </div>
      <Button type="primary" size="large" block onClick={onDone}>
        {t("codes_kept")}
      </Button>
    </div>
  );
}
