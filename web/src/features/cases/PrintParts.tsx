/** What only paper shows: whose sheet it is above, the signatures below. */
import { useMe } from "@/api/session";
import type { Case } from "@/api/types";
import { formatInstant } from "@/ui/format";
import { useNow, useTimeZone } from "@/ui/Time";
import { useName, useWords } from "@/ui/words";

export function PrintHead({ it }: { it: Case }) {
  const t = useWords("cases");
  const nameOf = useName();
  const me = useMe();
  const zone = useTimeZone();
  const now = new Date(useNow()).toISOString();
  return (
    <div className="print-only print-head">
      <b>{nameOf(me.institution)}</b>
      <span>{t("print_title", { number: it.number })}</span>
      <span>{t("printed_by", { name: me.name, at: formatInstant(now, zone, "full") })}</span>
    </div>
  );
}

export function Signatures() {
  const t = useWords("cases");
  return (
    <div className="print-only signatures">
      {["assignee", "checked", "approved"].map((who) => (
        <div key={who}>
          <span>{t(`signature.${who}`)}</span>
          <span className="line" />
          <span>{t("signature.date")}</span>
          <span className="line" />
        </div>
      ))}
    </div>
  );
}
