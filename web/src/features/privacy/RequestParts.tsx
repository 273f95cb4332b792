/** How a request stands, and what may be done with it. */
import { Button, Tag, Tooltip } from "antd";
import { useState } from "react";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { useWords } from "@/ui/words";
import { type PrivacyRequest, usePrivacyVerbs } from "./queries";

const colours = { asked: "gold", booked: "blue", erasing: "blue", done: "green", declined: undefined };

export function RequestState({ of }: { of: PrivacyRequest }) {
  const t = useWords("privacy");
  return (
    <Tooltip title={of.opinion}>
      <Tag color={colours[of.state]} variant="filled" className="tag">
        {t(`state_of.${of.state}`)}
      </Tag>
      {of.state === "booked" && <span className="small muted num">{of.due_on}</span>}
    </Tooltip>
  );
}

export function RequestVerbs({ it }: { it: PrivacyRequest }) {
  const t = useWords("privacy");
  const [verb, setVerb] = useState<"approve" | "decline">();
  const verbs = usePrivacyVerbs();
  return (
    <span className="row gap-xs">
      {it.may.download && (
        <Button size="small" type="link" href={`/api/v1/privacy-requests/${it.id}/content`} download>
          {t("download")}
        </Button>
      )}
      {it.may.approve && (
        <Button size="small" type="link" onClick={() => setVerb("approve")}>
          {t("approve")}
        </Button>
      )}
      {it.may.decline && (
        <Button size="small" type="link" onClick={() => setVerb("decline")}>
          {t("decline")}
        </Button>
      )}
      <OpinionDialog
        open={verb === "approve"}
        title={t("approve")}
        explain={t("approve_about")}
        label={t("opinion")}
        required
        danger
        confirm={t("approve")}
        onSubmit={(opinion) => verbs.approve.mutateAsync({ id: it.id, opinion })}
        onClose={() => setVerb(undefined)}
      />
      <OpinionDialog
        open={verb === "decline"}
        title={t("decline")}
        label={t("opinion")}
        required
        confirm={t("decline")}
        onSubmit={(opinion) => verbs.decline.mutateAsync({ id: it.id, opinion })}
        onClose={() => setVerb(undefined)}
      />
    </span>
  );
}
