/** How instants, days, durations and sizes read. Pure; the components in `Time.tsx` show them. */
import dayjs from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";
import type { Locale } from "@/api/types";

dayjs.extend(utc);
dayjs.extend(timezone);

const minute = 60;
const hour = 3600;

/** `2 小时 5 分` / `2 h 5 min`: working time, so hours are never folded into days. */
export function formatDuration(seconds: number, locale: Locale): string {
  const chinese = locale === "zh-CN";
  const total = Math.abs(Math.round(seconds));
  const hours = Math.floor(total / hour);
  const minutes = Math.floor((total % hour) / minute);
  const rest = total % minute;
  const parts: string[] = [];
  if (hours) parts.push(chinese ? `${hours} 小时` : `${hours} h`);
  if (minutes) parts.push(chinese ? `${minutes} 分` : `${minutes} min`);
  if (!hours && (rest || !minutes)) parts.push(chinese ? `${rest} 秒` : `${rest} s`);
  return (seconds < 0 ? "−" : "") + parts.join(" ");
}

/** The shortest form that still says enough, for chips: one unit, two when hours are few. Never days, as above. */
export function formatShortDuration(seconds: number, locale: Locale): string {
  const chinese = locale === "zh-CN";
  const total = Math.abs(Math.round(seconds));
  const hours = Math.floor(total / hour);
  const minutes = Math.floor((total % hour) / minute);
  if (total < minute) return chinese ? `${total} 秒` : `${total} s`;
  if (hours >= 10 || (hours && !minutes)) return chinese ? `${hours} 小时` : `${hours} h`;
  if (!hours) return chinese ? `${minutes} 分` : `${minutes} min`;
  return chinese ? `${hours} 小时 ${minutes} 分` : `${hours}h ${minutes}m`;
}

/** `05:00:00`, for columns that must line up. */
export function formatClockFace(seconds: number): string {
  const total = Math.abs(Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const face = `${two(Math.floor(total / hour))}:${two(Math.floor((total % hour) / minute))}:${two(total % minute)}`;
  return seconds < 0 ? `−${face}` : face;
}

type Style = "full" | "short" | "second" | "day" | "time";

/** An instant on the wall of `timeZone`: `2026-03-01 09:05`. */
export function formatInstant(instant: string, timeZone: string | undefined, style: Style = "full"): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const parts = partsIn(date, timeZone);
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  const time = `${parts.hour}:${parts.minute}`;
  if (style === "day") return day;
  if (style === "time") return time;
  if (style === "second") return `${day} ${time}:${parts.second}`;
  if (style === "short") {
    const now = partsIn(new Date(), timeZone);
    if (day === `${now.year}-${now.month}-${now.day}`) return time;
    return now.year === parts.year ? `${parts.month}-${parts.day} ${time}` : day;
  }
  return `${day} ${time}`;
}

function partsIn(date: Date, timeZone: string | undefined): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
}

/** `5 分钟前` / `5 minutes ago`. */
export function formatAgo(instant: string, locale: Locale, now = Date.now()): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86400],
    ["hour", hour],
    ["minute", minute],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(Math.min(seconds, 0), "second");
}

/** The instant at which a civil day begins in `timeZone`, or the day `later` days after it. */
export function startOfDay(day: string, timeZone: string | undefined, later = 0): string {
  const next = dayjs.utc(day).add(later, "day").format("YYYY-MM-DD");
  return (timeZone ? dayjs.tz(`${next}T00:00:00`, timeZone) : dayjs(`${next}T00:00:00`)).toISOString();
}

/** A moment as the clocks of `timeZone` show it, to count days and hours from. */
export const inZone = (at: Date, timeZone: string | undefined) => (timeZone ? dayjs(at).tz(timeZone) : dayjs(at));

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

export const formatCount = (count: number, locale: Locale) => new Intl.NumberFormat(locale).format(count);
