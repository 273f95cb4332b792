import { ProfileOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import type { Case } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { formatInstant } from "@/ui/format";
import { Duration, useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { ReceiptDrawer } from "./ReceiptDrawer";

export function ClockList({ it }: { it: Case }) {
  const t = useWords("cases");
  const zone = useTimeZone();
  const [shown, setShown] = useState<string>();
  if (!it.clocks.length) return <span className="muted">{t("no_clocks")}</span>;
  return (
    <>
      {it.clocks.map((clock) => (
        <div key={clock.id} className="clock-line">
          <div className="grow">
            <div className="row gap-sm">
              <span className="strong">{t(`common:clock_kind.${clock.kind}`)}</span>
              <ClockChip clock={clock} withKind={false} />
            </div>
            <div className="muted small">
              {clock.due_at ? t("due_at", { at: formatInstant(clock.due_at, zone) }) : t("no_due_now")} · {t("target")}{" "}
              <Duration seconds={clock.target_seconds} />
            </div>
          </div>
          <Button size="small" icon={<ProfileOutlined aria-hidden />} onClick={() => setShown(clock.id)}>
            {t("receipt_short")}
          </Button>
        </div>
      ))}
      <ReceiptDrawer it={it} clockId={shown} onClose={() => setShown(undefined)} />
    </>
  );
}
