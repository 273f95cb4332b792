import { afterEach, describe, expect, it, vi } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatClockFace,
  formatCount,
  formatDuration,
  formatInstant,
  formatShortDuration,
  startOfDay,
} from "@/ui/format";

const shanghai = "Asia/Shanghai";
const hour = 3600;

afterEach(() => vi.useRealTimers());

describe("a length of working time", () => {
  it("is never folded into days", () => {
    expect(formatDuration(30 * hour + 60, "en-US")).toBe("30 h 1 min");
    expect(formatDuration(30 * hour + 60, "zh-CN")).toBe("30 小时 1 分");
  });

  it("says seconds only where there are no hours", () => {
    expect(formatDuration(hour + 5, "en-US")).toBe("1 h");
    expect(formatDuration(65, "en-US")).toBe("1 min 5 s");
    expect(formatDuration(60, "zh-CN")).toBe("1 分");
    expect(formatDuration(0, "zh-CN")).toBe("0 秒");
  });

  it("keeps its sign", () => {
    expect(formatDuration(-90, "en-US")).toBe("−1 min 30 s");
    expect(formatClockFace(-90)).toBe("−00:01:30");
  });

  it("lines up in columns, with more than a hundred hours too", () => {
    expect(formatClockFace(5 * hour)).toBe("05:00:00");
    expect(formatClockFace(120 * hour + 61)).toBe("120:01:01");
  });
});

describe("the short form of a length", () => {
  it("changes its unit at a minute and at ten hours, and never to days", () => {
    expect(formatShortDuration(59, "en-US")).toBe("59 s");
    expect(formatShortDuration(59.6, "en-US")).toBe("1 min");
    expect(formatShortDuration(60, "zh-CN")).toBe("1 分");
    expect(formatShortDuration(10 * hour - 1, "zh-CN")).toBe("9 小时 59 分");
    expect(formatShortDuration(10 * hour, "zh-CN")).toBe("10 小时");
    expect(formatShortDuration(48 * hour - 1, "en-US")).toBe("47 h");
    expect(formatShortDuration(5 * hour + 60, "en-US")).toBe("5h 1m");
    expect(formatShortDuration(75 * hour, "zh-CN")).toBe("75 小时");
  });
});

describe("an instant", () => {
  it("is told on the wall of the institution, not of this computer", () => {
    expect(formatInstant("2026-02-28T16:05:09Z", shanghai)).toBe("2026-03-01 00:05");
    expect(formatInstant("2026-02-28T16:05:09Z", shanghai, "second")).toBe("2026-03-01 00:05:09");
    expect(formatInstant("2026-02-28T16:05:09Z", "UTC", "day")).toBe("2026-02-28");
    expect(formatInstant("2026-02-28T16:05:09Z", shanghai, "time")).toBe("00:05");
  });

  it("leaves out today's date and this year's year in its short form", () => {
    vi.useFakeTimers({ now: new Date("2026-03-01T15:59:00Z") });
    expect(formatInstant("2026-02-28T16:00:00Z", shanghai, "short")).toBe("00:00");
    expect(formatInstant("2026-02-28T15:59:00Z", shanghai, "short")).toBe("02-28 23:59");
    expect(formatInstant("2025-12-31T15:59:00Z", shanghai, "short")).toBe("2025-12-31");
  });

  it("is shown as it came when it is none", () => {
    expect(formatInstant("soon", shanghai)).toBe("soon");
  });
});

describe("the start of a day", () => {
  it("is midnight on the wall of the institution", () => {
    expect(startOfDay("2026-03-01", shanghai)).toBe("2026-02-28T16:00:00.000Z");
    expect(startOfDay("2026-03-01", "UTC")).toBe("2026-03-01T00:00:00.000Z");
  });

  it("may be that of a later day, over the end of a month", () => {
    expect(startOfDay("2028-02-28", shanghai, 1)).toBe("2028-02-28T16:00:00.000Z");
    expect(startOfDay("2026-12-31", shanghai, 1)).toBe("2026-12-31T16:00:00.000Z");
  });

  it("comes an hour sooner after the night that summer time begins", () => {
    expect(startOfDay("2026-03-08", "America/New_York")).toBe("2026-03-08T05:00:00.000Z");
    expect(startOfDay("2026-03-08", "America/New_York", 1)).toBe("2026-03-09T04:00:00.000Z");
  });
});

describe("how long ago", () => {
  const now = Date.parse("2026-03-02T09:00:00Z");
  const ago = (seconds: number) => formatAgo(new Date(now - seconds * 1000).toISOString(), "en-US", now);

  it("counts in the largest unit that is full", () => {
    expect(ago(59)).toBe("59 seconds ago");
    expect(ago(60)).toBe("1 minute ago");
    expect(ago(3599)).toBe("59 minutes ago");
    expect(ago(3600)).toBe("1 hour ago");
    expect(ago(86_399)).toBe("23 hours ago");
    expect(ago(86_400)).toBe("yesterday");
  });

  it("is now when a clock runs a few seconds ahead", () => {
    expect(ago(0)).toBe("now");
    expect(ago(-3)).toBe("now");
  });

  it("speaks Chinese", () => {
    expect(formatAgo("2026-03-02T08:55:00Z", "zh-CN", now)).toBe("5分钟前");
  });
});

describe("sizes and counts", () => {
  it("change their unit at powers of 1024", () => {
    expect([0, 1023, 1024, 10_240, 1024 ** 2, 1024 ** 3].map(formatBytes)).toEqual([
      "0 B",
      "1023 B",
      "1.0 KB",
      "10 KB",
      "1.0 MB",
      "1.0 GB",
    ]);
  });

  it("group thousands", () => {
    expect(formatCount(1_234_567, "zh-CN")).toBe("1,234,567");
  });
});
