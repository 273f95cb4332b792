/** Asks for the reason before personal values show, and puts the mask back at once when asked. */
import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import type { Revealed } from "./queries";

interface RevealButtonProps {
  shown?: Revealed;
  onReveal: (reason: string) => Promise<unknown>;
  onHide: () => void;
}

export function RevealButton({ shown, onReveal, onHide }: RevealButtonProps) {
  const t = useWords("customers");
  const [asking, setAsking] = useState(false);
  if (shown) {
    return (
      <Button size="small" type="link" icon={<EyeInvisibleOutlined aria-hidden />} onClick={onHide}>
        {t("hide")}
      </Button>
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
