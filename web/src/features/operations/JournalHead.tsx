import { Typography } from "antd";
import { Facts, Hash } from "@/ui/Fields";
import { Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { Operations } from "./types";

/** The end of the chain, and what still waits for its place in it. */
export function JournalHead({ of }: { of: Operations }) {
  const t = useWords("operations");
  const { journal, unsealed } = of;
  return (
    <Facts
      items={[
        [t("journal.seq"), <Count key="seq" of={journal.seq} />],
        [
          t("journal.hash"),
          <Typography.Text key="hash" copyable={{ text: journal.hash }}>
            <Hash of={journal.hash} length={16} />
          </Typography.Text>,
        ],
        [t("journal.sealed_at"), <When key="at" at={journal.seq ? journal.sealed_at : null} style="second" />],
        [
          t("journal.unsealed"),
          <span key="unsealed">
            <Count of={unsealed} />{" "}
            <span className="muted small">{t(unsealed ? "unsealed_some" : "unsealed_none")}</span>
          </span>,
        ],
      ]}
    />
  );
}
