/** What is to be done next for a customer. */
import { Link } from "@tanstack/react-router";
import type { Customer } from "@/api/types";
import { Loaded, Nothing } from "@/ui/Loaded";
import { Panel } from "@/ui/PageHead";
import { useWords } from "@/ui/words";
import { StepLine } from "./Needs";
import { useOpenSteps } from "./needQueries";

export function NextSteps({ it }: { it: Customer }) {
  const t = useWords("customers");
  const steps = useOpenSteps(it.id);
  const all = (
    <Link to="/customers/$id" params={{ id: it.id }} search={{ tab: "needs" }}>
      {t("all_needs")}
    </Link>
  );
  return (
    <Panel title={t("next_steps")} extra={all}>
      <Loaded query={steps} rows={2}>
        {(rows) =>
          rows.length ? (
            <ul className="bare-list">
              {rows.map((need) => (
                <li key={need.id} className="file-line">
                  <StepLine it={need} />
                </li>
              ))}
            </ul>
          ) : (
            <Nothing text={t("no_steps")} />
          )
        }
      </Loaded>
    </Panel>
  );
}
