/** Asks for the reason before personal values show, says how long they still do, and puts the mask back when asked. */
import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import type { Revealed } from "./reveals";

interface RevealButtonProps {
  shown?: Revealed;
  onReveal: (reason: string) => Promise<unknown>;
  onHide: () => void;
  /** The time is over; nothing is to be told to the server. */
  onOver: () => void;
}

export function RevealButton({ shown, onReveal, onHide, onOver }: RevealButtonProps) {
  const t = useWords("customers");
  const [asking, setAsking] = useState(false);
  if (shown) {
    return (
      <span>
        <Remaining until={shown.until} onOver={onOver} />
        <Button size="small" type="link" icon={<EyeInvisibleOutlined aria-hidden />} onClick={onHide}>
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
        onSubmit={onReveal}
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
