/** The deadline receipt 时限凭据: a time limit explains itself line by line, and the lines add up. */
import { PrinterOutlined } from "@ant-design/icons";
import { Alert, Button, Drawer, Tag } from "antd";
import { useEffect } from "react";
import type { Case, Receipt } from "@/api/types";
import { ClockChip } from "@/ui/ClockChip";
import { Facts } from "@/ui/Fields";
import { formatDuration, formatInstant } from "@/ui/format";
import { IntervalTable } from "@/ui/IntervalTable";
import { Loaded } from "@/ui/Loaded";
import { Duration } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";
import { useReceipt } from "./queries";

function useReceiptSentence(receipt: Receipt): string {
  const t = useWords("cases");
  const locale = useLocale();
  const at = (instant: string) => formatInstant(instant, receipt.time_zone, "second");
  const { clock } = receipt;
  const counted = formatDuration(receipt.total_counted_seconds, locale);
  const target = formatDuration(receipt.target_seconds, locale);
  const begun = t("receipt.begun", { at: at(receipt.started_at), until: at(receipt.evaluated_at), counted, target });
  const rest = receipt.target_seconds - receipt.total_counted_seconds;
  const left = formatDuration(Math.abs(rest), locale);
  if (clock.state === "cancelled") return begun + t("receipt.cancelled");
  if (clock.state === "met") return begun + t("receipt.met");
  if (rest < 0 || clock.state === "breached") return begun + t("receipt.over", { over: left });
  if (clock.state === "paused") return begun + t("receipt.paused", { left });
  return begun + t("receipt.running", { left, due: receipt.due_at ? at(receipt.due_at) : "—" });
}

function ReceiptBody({ it, receipt }: { it: Case; receipt: Receipt }) {
  const t = useWords("cases");
  const sentence = useReceiptSentence(receipt);
  const sum = receipt.intervals.reduce((total, row) => total + (row.counted ? row.seconds : 0), 0);
  const agrees = sum === receipt.total_counted_seconds;
  return (
    <div className="col gap receipt">
      <div className="row gap-sm wrap">
        <span className="strong">{it.number}</span>
        <span>{t(`common:clock_kind.${receipt.clock.kind}`)}</span>
        <ClockChip clock={receipt.clock} withKind={false} />
      </div>
      <p>{sentence}</p>
      {receipt.provisional && <Alert type="warning" showIcon title={t("receipt.provisional")} />}
      <Facts
        items={[
          [t("receipt.service_level"), receipt.service_level],
          [t("receipt.calendar"), receipt.calendar_version],
          [t("receipt.time_zone"), receipt.time_zone],
          [t("target"), <Duration key="t" seconds={receipt.target_seconds} />],
          [
            t("receipt.due"),
            receipt.due_at ? formatInstant(receipt.due_at, receipt.time_zone, "second") : t("no_due_now"),
          ],
        ]}
      />
      <IntervalTable rows={receipt.intervals} timeZone={receipt.time_zone} total={sum} />
      <div className="row gap-sm">
        <Tag color={agrees ? "green" : "red"} variant="filled" className="tag">
          {agrees ? "✓ " : "✗ "}
          {t(agrees ? "receipt.adds_up" : "receipt.does_not_add_up")}
        </Tag>
        <span className="muted small">{t("receipt.explain")}</span>
      </div>
    </div>
  );
}

export function ReceiptDrawer({ it, clockId, onClose }: { it: Case; clockId?: string; onClose: () => void }) {
  const t = useWords("cases");
  const receipt = useReceipt(it.id, clockId);
  const open = clockId !== undefined;
  useEffect(() => {
    document.body.classList.toggle("printing-receipt", open);
    return () => document.body.classList.remove("printing-receipt");
  }, [open]);
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={820}
      title={t("receipt.title")}
      extra={
        <Button className="no-print" icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
          {t("receipt.print")}
        </Button>
      }
    >
      <Loaded query={receipt}>{(data) => <ReceiptBody it={it} receipt={data} />}</Loaded>
    </Drawer>
  );
}
