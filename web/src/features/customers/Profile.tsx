/** What is kept of a customer: names, documents, ways to reach them, what to know of, when it was looked at. */
import type { ReactNode } from "react";
import type { Customer } from "@/api/types";
import { Facts } from "@/ui/Fields";
import { Panel } from "@/ui/PageHead";
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import { CareNeeds } from "./CareNeeds";
import { ContactPoints } from "./ContactPoints";
import { IdentityDocuments } from "./IdentityDocuments";
import { RevealButton } from "./RevealButton";
import { ReviewButton, ReviewState } from "./Review";
import { useReveal } from "./reveals";
import { useWish } from "./wish";

export function Profile({ it }: { it: Customer }) {
  const t = useWords("customers");
  const wish = useWish(it.contact_wish);
  const clear = useReveal(it.id, it.may.reveal);
  const facts: [string, ReactNode][] = [
    [t("name"), it.name],
    ...(it.kind === "organisation" ? [[t("registered_name"), it.registered_name ?? "—"] as [string, ReactNode]] : []),
    [t("kind"), t(`common:customer_kind.${it.kind}`)],
    [t("class"), t(`common:customer_class.${it.class}`)],
    [t("wish"), wish ?? "—"],
    [t("created_at"), <When key="c" at={it.created_at} />],
    [
      t("note"),
      <span key="n" className={it.note ? "pre" : "muted"}>
        {it.note || "—"}
      </span>,
    ],
  ];
  const reveal = it.may.reveal && <RevealButton clear={clear} />;
  return (
    <div className="profile">
      <Panel title={t("profile")}>
        <Facts items={facts} />
      </Panel>
      <Panel title={t("contacts")} extra={reveal}>
        <ContactPoints it={it} shown={clear.shown} />
      </Panel>
      <Panel title={t("documents")}>
        <IdentityDocuments it={it} shown={clear.shown} />
      </Panel>
      <Panel title={t("care")}>
        <CareNeeds it={it} shown={clear.shown} />
      </Panel>
      <Panel title={t("review")} extra={it.may.edit && <ReviewButton it={it} />}>
        <ReviewState it={it} />
      </Panel>
    </div>
  );
}
