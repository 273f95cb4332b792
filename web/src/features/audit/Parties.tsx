/** Who did it and to what, in words where there are any; the id is always there. */
import { Link } from "@tanstack/react-router";
import { useWords } from "@/ui/words";
import { useStaffName } from "./queries";
import type { JournalEntry } from "./types";

export function Actor({ of }: { of: JournalEntry }) {
  const t = useWords("audit");
  const isStaff = of.actor_kind === "staff";
  const name = useStaffName(isStaff ? of.actor_id : undefined);
  if (!isStaff) {
    return (
      <span>
        {t("system")} <span className="mono muted">{of.actor_id}</span>
      </span>
    );
  }
  return name ? <span title={of.actor_id}>{name}</span> : <span className="mono">{of.actor_id}</span>;
}

export function Subject({ of }: { of: JournalEntry }) {
  const t = useWords("audit");
  const { subject_kind: kind, subject_id: id } = of;
  return (
    <span>
      {t(`subject.${kind}`, { defaultValue: kind })} <SubjectLink kind={kind} id={id} />
    </span>
  );
}

function SubjectLink({ kind, id }: { kind: string; id: string }) {
  const props = { params: { id }, className: "mono" };
  // The row below opens the drawer; the link goes its own way.
  const onClick = (event: { stopPropagation: () => void }) => event.stopPropagation();
  if (kind === "case")
    return (
      <Link to="/cases/$id" {...props} onClick={onClick}>
        {id}
      </Link>
    );
  if (kind === "customer")
    return (
      <Link to="/customers/$id" {...props} onClick={onClick}>
        {id}
      </Link>
    );
  if (kind === "import")
    return (
      <Link to="/imports/$id" {...props} onClick={onClick}>
        {id}
      </Link>
    );
  return <span className="mono">{id}</span>;
}

export function TypeWords({ type }: { type: string }) {
  const t = useWords("audit");
  return (
    <span>
      {t(`type.${type}`, { defaultValue: type })} <span className="mono muted">{type}</span>
    </span>
  );
}
