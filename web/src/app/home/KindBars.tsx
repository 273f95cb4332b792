/** Open work by kind: each bar opens its rows. */
import { Link } from "@tanstack/react-router";
import type { CaseKind, Dashboard } from "@/api/types";
import { Nothing } from "@/ui/Loaded";
import { KindTag } from "@/ui/Tags";
import { Count } from "@/ui/Time";
import { useWords } from "@/ui/words";

export function KindBars({ figures }: { figures: Dashboard }) {
  const t = useWords("common");
  const most = Math.max(1, ...figures.by.map((k) => k.open));
  if (!figures.by.length) return <Nothing text={t("home.no_figures")} />;
  return (
    <div className="col gap-xs">
      {figures.by.map((k) => (
        <Link
          key={k.key}
          to="/cases"
          search={{ tab: "all", figure: "open", kind: k.key as CaseKind }}
          className="row gap"
        >
          <span style={{ width: 84 }}>
            <KindTag kind={k.key as CaseKind} />
          </span>
          <span className="grow share" aria-hidden>
            <span className="share-of" style={{ width: `${(k.open / most) * 100}%` }} />
          </span>
          <span className="right" style={{ width: 150 }}>
            {t("home.open_count")} <Count of={k.open} /> ·{" "}
            <span className="muted">
              {t("home.arrived_count")} <Count of={k.figures.arrived} />
            </span>
          </span>
        </Link>
      ))}
    </div>
  );
}
