/** How endpoints and deliveries stand: colour, sign and word together. */
import { Tag } from "antd";
import { useWords } from "@/ui/words";
import type { Delivery, DeliveryState, Endpoint } from "./types";

const looks: Record<DeliveryState, { colour: string; sign: string }> = {
  pending: { colour: "blue", sign: "○" },
  sent: { colour: "green", sign: "✓" },
  failed: { colour: "red", sign: "✗" },
};

export function DeliveryTag({ of }: { of: Delivery }) {
  const t = useWords("webhooks");
  const state = of.state as DeliveryState;
  return (
    <Tag color={looks[state].colour} variant="filled" className="tag">
      <span aria-hidden>{looks[state].sign}</span> {t(`state.${state}`)}
    </Tag>
  );
}

export function EndpointTag({ of }: { of: Endpoint }) {
  const t = useWords("webhooks");
  const [colour, word] = of.active
    ? of.failures
      ? ["orange", t("failing", { count: of.failures })]
      : ["green", t("on")]
    : [of.off_because === "person" ? "default" : "red", t(`off.${of.off_because ?? "person"}`)];
  return (
    <Tag color={colour} variant="filled" className="tag">
      {word}
    </Tag>
  );
}

/** What an attempt was answered, or why there was no answer. */
export function AnswerText({ status, error }: { status?: number | null; error?: string | null }) {
  const t = useWords("webhooks");
  if (status) return <span className="num">HTTP {status}</span>;
  if (error) return <span>{t(`error.${error}`, { defaultValue: error })}</span>;
  return <span className="muted">—</span>;
}
