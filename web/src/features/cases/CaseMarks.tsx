/** What stands out about a case: that it rests, was urged or returned, or lives on in another. */
import { Link } from "@tanstack/react-router";
import { Alert, Tag } from "antd";
import type { Case } from "@/api/types";
import { formatInstant } from "@/ui/format";
import { useTimeZone } from "@/ui/Time";
import { useWords } from "@/ui/words";

export function CaseMarks({ it }: { it: Pick<Case, "rest" | "urge_count" | "return_count"> }) {
  const t = useWords("cases");
  const zone = useTimeZone();
  const rest = it.rest?.until ? t("resting", { at: formatInstant(it.rest.until, zone) }) : t("resting_until_answer");
  return (
    <>
      {it.rest && (
        <Tag color="purple" variant="filled" className="tag">
          {rest}
        </Tag>
      )}
      {it.urge_count > 0 && (
        <Tag color="orange" variant="filled" className="tag">
          {t("urged", { count: it.urge_count })}
        </Tag>
      )}
      {it.return_count > 0 && (
        <Tag color="gold" variant="filled" className="tag">
          {t("returned", { count: it.return_count })}
        </Tag>
      )}
    </>
  );
}

/** A clock of it ran out once; none runs now. */
export function WasBreached() {
  const t = useWords("cases");
  return (
    <span className="chip chip-red">
      <span aria-hidden className="chip-sign">
        ▲
      </span>
      {t("was_breached")}
    </span>
  );
}

/** Work on a merged case goes on elsewhere: said where nobody can overlook it. */
export function MergedBanner({ it }: { it: Case }) {
  const t = useWords("cases");
  const into = it.relations.merged_into;
  if (!into) return null;
  const words = (
    <Link to="/cases/$id" params={{ id: into.id }}>
      {t("merged_banner", { number: into.number })}
    </Link>
  );
  return <Alert type="warning" showIcon title={words} style={{ marginBottom: 12 }} />;
}
