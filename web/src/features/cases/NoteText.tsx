/** What was written between us, with the names in it. One's own stands out. */
import { Fragment } from "react";
import { useMe } from "@/api/session";
import type { TimelineEntry } from "@/api/types";
import { pieces } from "./mentions";

/** Whom a note names, by what the journal says of it. Pure. */
export function namedIn(entry: { people: TimelineEntry["people"]; details: object }) {
  const ids = (entry.details as { mentions?: string[] }).mentions ?? [];
  return entry.people.filter((one) => ids.includes(one.id));
}

export function NoteText({ entry }: { entry: TimelineEntry }) {
  const me = useMe();
  return (
    <div className="bubble pre">
      {pieces(entry.text ?? "", namedIn(entry)).map((piece, n) => {
        if (!piece.id) return <Fragment key={n}>{piece.text}</Fragment>;
        return (
          <b key={n} className={piece.id === me.id ? "mention me" : "mention"}>
            {piece.text}
          </b>
        );
      })}
    </div>
  );
}
