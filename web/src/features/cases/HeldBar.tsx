/** The reply that can still be taken back, or the one that could not be sent. */
import { Alert, App, Button } from "antd";
import { asProblem, Problem } from "@/api/problem";
import { problemText, useWords } from "@/ui/words";
import type { useHeldReply } from "./useHeldReply";

interface HeldBarProps {
  held: ReturnType<typeof useHeldReply>;
  onBack: (words: string) => void;
}

export function HeldBar({ held, onBack }: HeldBarProps) {
  const t = useWords("cases");
  const { message } = App.useApp();
  const one = held.held;
  async function attempt(verb: () => Promise<unknown>) {
    try {
      await verb();
    } catch (error) {
      message.error(problemText(asProblem(error)));
    }
  }
  if (held.refused && !one) {
    const refused = held.refused;
    return (
      <Alert
        type="error"
        showIcon
        title={t("held_refused", { why: problemText(new Problem({ status: 409, code: refused.refusal ?? "fault" })) })}
        closable={{ onClose: () => attempt(() => held.takeBack(refused)) }}
      />
    );
  }
  if (!one) return null;
  return (
    <div className="held" role="status">
      <span className="num">{held.left > 0 ? t("held", { seconds: held.left }) : t("held_going")}</span>
      <span className="grow cut muted">{one.text}</span>
      <Button size="small" onClick={() => attempt(async () => onBack(await held.takeBack(one)))}>
        {t("undo")}
      </Button>
      <Button size="small" type="link" onClick={() => attempt(() => held.sendNow(one))}>
        {t("send_now")}
      </Button>
    </div>
  );
}
