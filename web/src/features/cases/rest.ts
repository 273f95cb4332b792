/** Until when a case rests, from what people choose. Days and hours are those of the institution's zone. */
import { inZone } from "@/ui/format";

export const rests = ["hour", "tomorrow", "monday", "answer", "other"] as const;
export type Rest = (typeof rests)[number];

/** The hour at which a day's work begins. */
const morning = 9;

/** The moment as the API takes it; none means: until the customer answers. */
export function restUntil(rest: Rest, now: Date, zone: string | undefined, other?: Date): string | undefined {
  const here = inZone(now, zone);
  const at = (daysAhead: number) => here.startOf("day").add(daysAhead, "day").hour(morning).toISOString();
  switch (rest) {
    case "hour":
      return here.add(1, "hour").toISOString();
    case "tomorrow":
      return at(1);
    case "monday":
      // From a Monday it is the next one.
      return at(((8 - here.day()) % 7) + (here.day() === 1 ? 7 : 0));
    case "other":
      return other?.toISOString();
    case "answer":
      return undefined;
  }
}
