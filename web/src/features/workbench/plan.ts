/** Plans in plain words: the usual ones as a form, everything else as cron writes it. Pure. */

export type Rhythm = "daily" | "workdays" | "weekly" | "monthly" | "month_end" | "other";
export const rhythms: Rhythm[] = ["daily", "workdays", "weekly", "monthly", "month_end", "other"];

export interface PlainPlan {
  rhythm: Rhythm;
  /** `09:00` */
  time: string;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
  /** 1 to 31. */
  day: number;
  cron: string;
}

const usual: PlainPlan = { rhythm: "daily", time: "09:00", weekday: 1, day: 1, cron: "0 9 * * *" };

/** The plan a form means, as cron writes it. */
export function cronOf({ rhythm, time, weekday, day, cron }: PlainPlan): string {
  const [hour, minute] = time.split(":").map(Number);
  const at = `${minute} ${hour}`;
  switch (rhythm) {
    case "daily":
      return `${at} * * *`;
    case "workdays":
      return `${at} * * 1-5`;
    case "weekly":
      return `${at} * * ${weekday}`;
    case "monthly":
      return `${at} ${day} * *`;
    case "month_end":
      return `${at} L * *`;
    default:
      return cron;
  }
}

/** The form for a plan; `other` when it is none of the usual ones. */
export function plainOf(cron: string): PlainPlan {
  const found = /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) \* (\*|1-5|[1-7])$/.exec(cron.trim());
  if (!found) return { ...usual, rhythm: "other", cron };
  const [, minute, hour, day, weekday] = found;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const plan = { ...usual, time, cron };
  if (Number(hour) > 23 || Number(minute) > 59) return { ...usual, rhythm: "other", cron };
  if (day === "L" && weekday === "*") return { ...plan, rhythm: "month_end" };
  if (day !== "*" && weekday === "*") return { ...plan, rhythm: "monthly", day: Number(day) };
  if (day !== "*") return { ...plan, rhythm: "other" };
  if (weekday === "*") return { ...plan, rhythm: "daily" };
  if (weekday === "1-5") return { ...plan, rhythm: "workdays" };
  return { ...plan, rhythm: "weekly", weekday: Number(weekday) };
}
