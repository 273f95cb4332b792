/** The cases one belongs together with: parent, parts, merges, links. */
import { DeleteOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { Case, CaseName } from "@/api/types";
import { StatusTag } from "@/ui/Tags";
import { useWords } from "@/ui/words";
import { useCaseVerbs } from "./queries";
import { useRun } from "./useRun";

export function Relations({ it }: { it: Case }) {
  const t = useWords("cases");
  const verbs = useCaseVerbs(it.id);
  const run = useRun();
  const { parent, children, merged_into, merged, links, hidden } = it.relations;
  const empty = !parent && !merged_into && !children.length && !merged.length && !links.length && !hidden;
  if (empty) return <p className="muted">{t("no_relations")}</p>;
  const rows: [string, CaseName, (() => void)?, string?][] = [];
  if (merged_into) rows.push([t("relation.merged_into"), merged_into]);
  if (parent) {
    const leave = () => run(() => verbs.place(null), t("event.case_unplaced"));
    rows.push([t("relation.parent"), parent, it.may.relate ? leave : undefined, t("leave_parent")]);
  }
  for (const one of children) rows.push([t("relation.child"), one]);
  for (const one of merged) rows.push([t("relation.merged"), one]);
  for (const link of links) {
    const remove = () => run(() => verbs.unlink(link.case.id), t("event.case_unlinked"));
    const label = t("remove_link", { number: link.case.number });
    rows.push([t(`link_kind.${link.kind}`), link.case, it.may.relate ? remove : undefined, label]);
  }
  return (
    <ul className="relations">
      {rows.map(([how, other, remove, label]) => (
        <li key={`${how}-${other.id}`} className="row gap-sm">
          <span className="muted small relation-kind">{how}</span>
          <Link to="/cases/$id" params={{ id: other.id }} className="grow cut" title={other.subject}>
            <span className="mono small">{other.number}</span> {other.subject}
          </Link>
          <StatusTag status={other.status} />
          {remove && (
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={label}
              onClick={remove}
            />
          )}
        </li>
      ))}
      {hidden > 0 && <li className="muted small">{t("hidden", { count: hidden })}</li>}
    </ul>
  );
}
