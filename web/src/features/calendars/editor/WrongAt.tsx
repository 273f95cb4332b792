import { fieldText } from "@/ui/words";
import type { Wrong } from "./editing";

/** What is wrong with one field, said where it stands. */
export function WrongAt({ field, wrong }: { field: string; wrong: Wrong }) {
  const found = wrong.get(field);
  if (!found) return null;
  return (
    <div className="error small" role="alert" data-field={field}>
      {fieldText(found)}
    </div>
  );
}
