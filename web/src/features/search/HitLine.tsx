import type { SearchHit } from "@/api/types";
import { Marked } from "@/ui/Marked";
import { StatusTag } from "@/ui/Tags";
import { When } from "@/ui/Time";
import { useLocale, useWords } from "@/ui/words";

/** One hit, the same in the palette and on the page: what it is called, where the words are, how it stands. */
export function HitLine({ hit, short }: { hit: SearchHit; short?: boolean }) {
  const t = useWords("search");
  const english = useLocale() === "en-US";
  const unit = hit.unit && ((english && hit.unit.name_en) || hit.unit.name);
  const where = hit.matched && hit.snippet ? t(`common:matched.${hit.matched}`) : undefined;
  return (
    <span className="hit">
      <span className="row gap-sm hit-head">
        {hit.number && <span className="mono muted">{hit.number}</span>}
        <span className="cut strong">
          <Marked segments={hit.title} />
        </span>
        {unit && <span className="muted cut">{unit}</span>}
      </span>
      {hit.snippet && (
        <span className="hit-text cut">
          {where && <span className="muted">{where}</span>}
          <Marked segments={hit.snippet} />
        </span>
      )}
      <span className="hit-end">
        {hit.status && <StatusTag status={hit.status} />}
        {!short && hit.at && <When at={hit.at} style="short" />}
      </span>
    </span>
  );
}
