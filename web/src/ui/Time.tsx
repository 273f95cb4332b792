/** Instants, days and durations on the screen. The institution's time zone, never the browser's. */
import { useQuery } from "@tanstack/react-query";
import { Tooltip } from "antd";
import { useSyncExternalStore } from "react";
import { sessionQuery } from "@/api/session";
import {
  formatAgo,
  formatClockFace,
  formatCount,
  formatDuration,
  formatInstant,
  formatShortDuration,
  inZone,
} from "./format";
import { useLocale } from "./words";

export function useTimeZone(): string | undefined {
  return useQuery({ ...sessionQuery, enabled: false }).data?.me.institution.time_zone;
}

const tickers = new Set<() => void>();
let now = Date.now();
if (typeof window !== "undefined") {
  setInterval(() => {
    now = Date.now();
    for (const tick of tickers) tick();
  }, 15_000);
}

/** The present, moving every quarter of a minute: one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(
    (tick) => {
      tickers.add(tick);
      return () => tickers.delete(tick);
    },
    () => now,
  );
}

/** The day it is where the institution is: `2026-03-01`. */
export function useToday(): string {
  const zone = useTimeZone();
  return inZone(new Date(useNow()), zone).format("YYYY-MM-DD");
}

export function When({
  at,
  style = "full",
  none = "—",
}: {
  at?: string | null;
  style?: "full" | "short" | "second" | "day" | "time";
  none?: string;
}) {
  const zone = useTimeZone();
  const locale = useLocale();
  if (!at) return <span className="muted">{none}</span>;
  const full = formatInstant(at, zone, "second");
  return (
    <Tooltip title={`${full} · ${formatAgo(at, locale)}`} mouseEnterDelay={0.4}>
      <time dateTime={at} className="num">
        {formatInstant(at, zone, style)}
      </time>
    </Tooltip>
  );
}

export function Ago({ at }: { at?: string | null }) {
  const locale = useLocale();
  const zone = useTimeZone();
  const present = useNow();
  if (!at) return <span className="muted">—</span>;
  return (
    <Tooltip title={formatInstant(at, zone, "second")} mouseEnterDelay={0.4}>
      <time dateTime={at} className="num">
        {formatAgo(at, locale, present)}
      </time>
    </Tooltip>
  );
}

/** How long it has been: beside words such as "has waited", where "ago" would be said twice. */
export function Since({ at }: { at?: string | null }) {
  const locale = useLocale();
  const zone = useTimeZone();
  const present = useNow();
  if (!at) return <span className="muted">—</span>;
  const seconds = Math.max(0, Math.round((present - Date.parse(at)) / 1000));
  return (
    <Tooltip title={formatInstant(at, zone, "second")} mouseEnterDelay={0.4}>
      <time dateTime={at} className="num">
        {formatShortDuration(seconds, locale)}
      </time>
    </Tooltip>
  );
}

export function Duration({ seconds, face }: { seconds: number; face?: boolean }) {
  const locale = useLocale();
  return <span className="num">{face ? formatClockFace(seconds) : formatDuration(seconds, locale)}</span>;
}

export function Count({ of }: { of: number }) {
  return <span className="num">{formatCount(of, useLocale())}</span>;
}
