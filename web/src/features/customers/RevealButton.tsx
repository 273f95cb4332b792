/** Asks for the reason before personal values show, says how long they still do, and puts the mask back when asked. */
import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import type { useReveal } from "./reveals";

export function RevealButton({ clear }: { clear: ReturnType<typeof useReveal> }) {
  const t = useWords("customers");
  const [asking, setAsking] = useState(false);
  if (clear.shown) {
    return (
      <span>
        <Remaining until={clear.shown.until} onOver={clear.forget} />
        <Button size="small" type="link" icon={<EyeInvisibleOutlined aria-hidden />} onClick={clear.hide}>
          {t("hide")}
        </Button>
      </span>
    );
  }
  return (
    <>
      <Button size="small" type="link" icon={<EyeOutlined aria-hidden />} onClick={() => setAsking(true)}>
        {t("reveal")}
      </Button>
      <OpinionDialog
        open={asking}
        title={t("reveal")}
        explain={t("reveal_about")}
        label={t("reveal_reason")}
        placeholder={t("reveal_example")}
        required
        confirm={t("reveal")}
        onSubmit={clear.reveal}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Minutes and seconds until the mask goes back. */
function Remaining({ until, onOver }: { until: string; onOver: () => void }) {
  const t = useWords("customers");
  const [now_ms, setNow] = useState(Date.now());
  const left_s = Math.ceil((Date.parse(until) - now_ms) / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left_s <= 0) onOver();
  }, [left_s, onOver]);
  const time = `${Math.max(0, Math.floor(left_s / 60))}:${String(Math.max(0, left_s % 60)).padStart(2, "0")}`;
  return <span className="muted num">{t("reveal_left", { time })}</span>;
}
