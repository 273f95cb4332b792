/** What stands in the way of an erasure, in plain words. */
import { When } from "@/ui/Time";
import { useWords } from "@/ui/words";
import type { Duty, PrivacyStanding } from "./queries";

export function Duties({ it }: { it: PrivacyStanding }) {
  const t = useWords("privacy");
  return (
    <div className="col gap-xs">
      <div>{t(it.refused ? "erasure_refused_now" : it.until ? "erasure_booked_then" : "erasure_about")}</div>
      {it.until && !it.refused && <div className="strong num">{it.until}</div>}
      {it.duties.length > 0 && (
        <ul>
          {it.duties.map((duty) => (
            <li key={JSON.stringify(duty)}>
              <OneDuty duty={duty} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OneDuty({ duty }: { duty: Duty }) {
  const t = useWords("privacy");
  if (duty.duty === "legal_hold") {
    return (
      <>
        {t("duty.legal_hold")} <When at={duty.since} style="day" />
      </>
    );
  }
  if (duty.duty === "holdings") return t("duty.holdings", { n: duty.count });
  const kind = t(`common:case_kind.${duty.kind}`);
  if (duty.duty === "open_case") return t("duty.open_case", { kind, number: duty.number });
  return t("duty.retention", { kind, number: duty.number, until: duty.until, basis: duty.basis });
}
