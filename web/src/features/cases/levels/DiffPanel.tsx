/** How a version differs from the one that new work follows. */
import { Tag } from "antd";
import { formatDuration } from "@/ui/format";
import { Loaded, Nothing } from "@/ui/Loaded";
import { useLocale, useWords } from "@/ui/words";
import { useWhom } from "./ChainRows";
import { type Difference, differences } from "./levels";
import { useCurrentRow, useVersion } from "./queries";
import type { Level, Version } from "./types";
import { useConditions } from "./useConditions";

export function DiffPanel({ it }: { it: Version }) {
  const t = useWords("levels");
  const current = useCurrentRow();
  const against = useVersion(current?.id);
  if (current?.id === it.id) return <Nothing text={t("is_current")} />;
  return <Loaded query={against}>{(other) => <Differences it={it} other={other} />}</Loaded>;
}

const colours = { added: "green", removed: "red", changed: "blue", moved: "purple", same: undefined };

function Differences({ it, other }: { it: Version; other: Version }) {
  const t = useWords("levels");
  const all = differences(it.levels, other.levels);
  const differing = all.filter((one) => one.change !== "same");
  if (!differing.length) return <Nothing text={t("no_differences", { number: other.number })} />;
  return (
    <div className="col gap-sm">
      <p className="muted">{t("differs_from", { number: other.number, count: differing.length })}</p>
      {differing.map((one) => (
        <div key={`${one.change}-${one.level.name}`} className="level-example col gap-xs">
          <div className="row gap-sm">
            <Tag color={colours[one.change]} variant="filled" className="tag">
              {t(`change.${one.change}`)}
            </Tag>
            <span className="strong">{one.level.name}</span>
            <span className="muted num">
              {one.before ?? "—"} → {one.line ?? "—"}
            </span>
          </div>
          <Parts of={one} />
        </div>
      ))}
    </div>
  );
}

function Parts({ of }: { of: Difference }) {
  const t = useWords("levels");
  const said = useSaid();
  const old = of.old;
  if (!old) return <p className="small">{said(of.level).clocks}</p>;
  const groups = { conditions: ["kinds", "priorities", "classes", "unit_ids"], clocks: ["clocks"], chain: ["chain"] };
  const changed = (Object.keys(groups) as (keyof typeof groups)[]).filter((group) =>
    of.parts.some((part) => groups[group].includes(part)),
  );
  return (
    <ul className="bare-list small">
      {changed.map((group) => (
        <li key={group}>
          <span className="muted">{t(`part.${group}`)} </span>
          <del>{said(old)[group]}</del> → <ins>{said(of.level)[group]}</ins>
        </li>
      ))}
      {of.parts.includes("examples") && <li className="muted">{t("part.examples")}</li>}
    </ul>
  );
}

/** A level in short sentences. */
function useSaid(): (level: Level) => Record<"conditions" | "clocks" | "chain", string> {
  const t = useWords("levels");
  const locale = useLocale();
  const conditions = useConditions();
  const whom = useWhom();
  return (level) => ({
    conditions: conditions(level),
    clocks: level.clocks
      .map((rule) => {
        const pauses = (rule.pauses ?? []).map((reason) => t(`common:pause_reason.${reason}`)).join("/");
        const warns = (rule.warn_percents ?? []).map((share) => `${share}%`).join("/");
        const length = formatDuration(rule.target_seconds, locale);
        return [t(`common:clock_kind.${rule.kind}`), length, rule.calendar, warns, pauses].filter(Boolean).join(" ");
      })
      .join("；"),
    chain: (level.chain ?? [])
      .map(
        (step) =>
          `${step.at_percent}% ${[...(step.tell ?? []), step.take_over].flatMap((one) => (one ? [whom(one)] : [])).join("、")}`,
      )
      .join("；"),
  });
}
