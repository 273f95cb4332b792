/** One week: who looked, how often, at whom and why; and what the data owner says to it. */
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Table } from "antd";
import { useState } from "react";
import { Allowed, Loaded, Nothing } from "@/ui/Loaded";
import { OpinionDialog } from "@/ui/OpinionDialog";
import { PageHead, Panel } from "@/ui/PageHead";
import { Count, When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { Flagged } from "./DigestTable";
import { type Digest, thisWeek, useDigest, usePrivacyVerbs } from "./queries";
import { RevealTable } from "./RevealTable";

const route = getRouteApi("/privacy/digests/$id");

export function DigestPage() {
  const { id } = route.useParams();
  const one = useDigest(id);
  return (
    <Allowed to="privacy.view">
      <div className="page">
        <Loaded query={one}>{(it) => <DigestView it={it} id={id} />}</Loaded>
      </div>
    </Allowed>
  );
}

function DigestView({ it, id }: { it: Digest; id: string }) {
  const t = useWords("privacy");
  const [reviewing, setReviewing] = useState(false);
  const { review } = usePrivacyVerbs();
  return (
    <>
      <PageHead
        back={{ to: "/privacy", label: t("title") }}
        title={t(id === thisWeek ? "this_week" : "digest")}
        about={
          <>
            <When at={it.from} style="day" /> – <When at={it.to} style="day" />
          </>
        }
        extra={
          it.may_review && (
            <Button type="primary" onClick={() => setReviewing(true)}>
              {t("review")}
            </Button>
          )
        }
      />
      {it.reviewed_at && (
        <Alert
          type="success"
          showIcon
          title={
            <>
              {it.reviewed_by?.name} · <When at={it.reviewed_at} />
            </>
          }
          description={it.opinion}
          style={{ marginBottom: 12 }}
        />
      )}
      <Panel title={t("by_person")} flush>
        <Table
          size="small"
          rowKey={(row) => row.by?.id ?? "?"}
          pagination={false}
          dataSource={it.lookers}
          locale={{ emptyText: <Nothing text={t("nobody_looked")} /> }}
          columns={[
            { title: t("who"), render: (_, row) => row.by?.name ?? "—" },
            { title: t("reveals"), width: 120, align: "right", render: (_, row) => <Count of={row.reveals} /> },
            { title: t("customers"), width: 120, align: "right", render: (_, row) => <Count of={row.customers} /> },
            { title: t("flagged"), width: 120, align: "right", render: (_, row) => <Flagged of={row.flagged} /> },
          ]}
        />
      </Panel>
      <Panel title={t("each_look")} flush>
        <RevealTable id={id} />
      </Panel>
      <OpinionDialog
        open={reviewing}
        title={t("review")}
        explain={t("review_about")}
        label={t("opinion")}
        required
        confirm={t("review")}
        onSubmit={(opinion) => review.mutateAsync({ id: it.id, opinion })}
        onClose={() => setReviewing(false)}
      />
    </>
  );
}
