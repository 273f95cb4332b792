import { describe, expect, it } from "vitest";
import { chipWords, levelOf } from "@/ui/clocks";

const due_at = "2026-03-02T09:00:00Z";
const due = Date.parse(due_at);

describe("the level of a clock", () => {
  it("changes at a half, at three quarters and just before the whole of the target", () => {
    expect([0, 0.499].map(levelOf)).toEqual(["green", "green"]);
    expect([0.5, 0.749].map(levelOf)).toEqual(["yellow", "yellow"]);
    expect([0.75, 0.989].map(levelOf)).toEqual(["orange", "orange"]);
    expect([0.99, 1, 3].map(levelOf)).toEqual(["red", "red", "red"]);
  });
});

describe("the words of a clock", () => {
  it("say what is left up to the due moment itself, and what is over a moment later", () => {
    const running = { state: "running", due_at } as const;
    expect(chipWords(running, due - 60_000)).toEqual({ key: "left", seconds: 60 });
    expect(chipWords(running, due)).toEqual({ key: "left", seconds: 0 });
    expect(chipWords(running, due + 1)).toEqual({ key: "over", seconds: 0.001 });
  });

  it("say that a breached clock is over even before this computer's time says so", () => {
    expect(chipWords({ state: "breached", due_at }, due - 2000)).toEqual({ key: "over", seconds: 2 });
  });

  it("keep the time that was left when the clock was paused", () => {
    const paused = { state: "paused", due_at: null, remaining_seconds: 7200 } as const;
    expect(chipWords(paused, due + 999_000)).toEqual({ key: "paused", seconds: 7200 });
  });

  it("tell a clock met in its last second from one met late", () => {
    expect(chipWords({ state: "met", due_at, remaining_seconds: 0 }, due)).toEqual({ key: "met" });
    expect(chipWords({ state: "met", due_at, remaining_seconds: -1 }, due)).toEqual({ key: "met_late" });
    expect(chipWords({ state: "met", due_at }, due + 5000)).toEqual({ key: "met" });
  });

  it("need no due moment", () => {
    expect(chipWords({ state: "running", due_at: null }, due)).toEqual({ key: "no_due" });
    expect(chipWords({ state: "breached", due_at: null, remaining_seconds: -90 }, due)).toEqual({
      key: "over",
      seconds: 90,
    });
    expect(chipWords({ state: "cancelled", due_at }, due + 1)).toEqual({ key: "cancelled" });
  });
});
