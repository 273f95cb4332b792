/** What others wrote while one was writing: shown before the answer goes out. */
import { Alert, Button } from "antd";
import type { TimelineEntry } from "@/api/types";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";

interface NewerProps {
  entries: TimelineEntry[];
  /** The server has stopped the reply because of them. */
  stopped: boolean;
  onRead: () => void;
  onSendAnyway: () => void;
}

export function NewerMessages({ entries, stopped, onRead, onSendAnyway }: NewerProps) {
  const t = useWords("cases");
  if (!entries.length && !stopped) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginTop: 8 }}
      title={t("newer.title", { count: entries.length || 1 })}
      description={
        <div className="col gap-sm">
          {entries.slice(-3).map((one) => (
            <div key={one.id}>
              <b>{one.type === "customer_message_recorded" ? t("customer_said") : one.actor?.name}</b>{" "}
              <When at={one.at} style="time" />
              <div className="pre">{one.text}</div>
            </div>
          ))}
        </div>
      }
      action={
        <div className="col gap-sm">
          <Button size="small" onClick={onRead}>
            {t("newer.read")}
          </Button>
          {stopped && (
            <Button size="small" type="primary" onClick={onSendAnyway}>
              {t("newer.anyway")}
            </Button>
          )}
        </div>
      }
    />
  );
}
