/** What became of the rows, as four figures; the last three add up to the first. */
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";

export interface Counted {
  rows: number;
  created: number;
  duplicates: number;
  errors: number;
}

export function Counts({ of }: { of: Counted }) {
  const t = useWords("imports");
  return (
    <div className="cards">
      {(["rows", "created", "duplicates", "errors"] as const).map((key) => (
        <div key={key} className={key === "errors" && of.errors > 0 ? "figure alarm" : "figure"}>
          <div className="muted">{t(`count.${key}`)}</div>
          <b>
            <Count of={of[key]} />
          </b>
          <div className="small muted">{t(`count_about.${key}`)}</div>
        </div>
      ))}
    </div>
  );
}
