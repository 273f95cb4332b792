import { describe, expect, it } from "vitest";
import { restUntil } from "@/features/cases/rest";

const shanghai = "Asia/Shanghai";
/** A Wednesday, half past eleven at night in Shanghai. */
const wednesday = new Date("2026-09-16T15:30:00Z");

describe("until when a case rests", () => {
  it("is tomorrow morning in the institution's zone, not the browser's", () => {
    expect(restUntil("tomorrow", wednesday, shanghai)).toBe("2026-09-17T01:00:00.000Z");
  });
  it("is the next Monday, also from a Monday and from a Sunday", () => {
    expect(restUntil("monday", wednesday, shanghai)).toBe("2026-09-21T01:00:00.000Z");
    expect(restUntil("monday", new Date("2026-09-21T02:00:00Z"), shanghai)).toBe("2026-09-28T01:00:00.000Z");
    expect(restUntil("monday", new Date("2026-09-20T02:00:00Z"), shanghai)).toBe("2026-09-21T01:00:00.000Z");
  });
  it("is an hour from now, a moment of one's own, or the customer's answer", () => {
    expect(restUntil("hour", wednesday, shanghai)).toBe("2026-09-16T16:30:00.000Z");
    const other = new Date("2026-10-01T00:00:00Z");
    expect(restUntil("other", wednesday, shanghai, other)).toBe(other.toISOString());
    expect(restUntil("answer", wednesday, shanghai)).toBeUndefined();
  });
});
