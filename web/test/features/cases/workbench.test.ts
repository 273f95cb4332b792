import { describe, expect, it } from "vitest";
import type { CaseField, CaseRow, Draft, SavedReplyKept, TimelineEntry } from "@/api/types";
import { beginsLine, insertedAt } from "@/features/cases/ComposerBox";
import { colsOf, columnsOf, columnsOfFile, inTiers } from "@/features/cases/columns";
import { merge } from "@/features/cases/drafts";
import { keptOf, queryOf, readCasesSearch } from "@/features/cases/filters";
import { newerThan } from "@/features/cases/newer";
import { found } from "@/features/cases/SavedReplies";
import { secondsLeft } from "@/features/cases/useHeldReply";

const draft = (box: Draft["box"], text: string, device = "there"): Draft => ({
  case_id: "cas_1",
  box,
  text,
  device,
  updated_at: "2026-09-14T01:00:00Z",
});

describe("drafts", () => {
  it("of another machine are shown, and say so", () => {
    const merged = merge({}, new Set(), [draft("reply", "您好"), draft("note", "查", "here")], "here");
    expect(merged.texts).toMatchObject({ reply: "您好", note: "查" });
    expect(merged.elsewhere).toEqual({ reply: "2026-09-14T01:00:00Z" });
  });

  it("never overwrite what is being written here", () => {
    const merged = merge({ reply: "正在写" }, new Set(["reply"]), [draft("reply", "旧的")], "here");
    expect(merged.texts.reply).toBe("正在写");
    expect(merged.elsewhere).toEqual({});
  });

  it("that were sent elsewhere vanish here", () => {
    expect(merge({ reply: "已发" }, new Set(), [], "here").texts.reply).toBe("");
  });
});

describe("what is newer", () => {
  const entry = (id: string, at: string, type: string, actor: string): TimelineEntry =>
    ({ id, at, type, actor: { id: actor, name: actor }, text: "x", people: [], details: {} }) as never;
  const events = [
    entry("1", "2026-09-14T01:00:00.000001Z", "customer_message_recorded", "other"),
    entry("2", "2026-09-14T01:00:00.000002Z", "customer_message_recorded", "other"),
    entry("3", "2026-09-14T01:00:05Z", "case_noted", "me"),
    entry("4", "2026-09-14T01:00:06Z", "clock_warned", "other"),
  ];
  it("is what others wrote after the moment, to the microsecond", () => {
    expect(newerThan(events, "2026-09-14T01:00:00.000001Z", "me").map((one) => one.id)).toEqual(["2"]);
  });
  it("is nothing before anything was seen", () => {
    expect(newerThan(events, undefined, "me")).toEqual([]);
  });
});

describe("the list", () => {
  const row = (id: string, waiting: boolean) =>
    ({ id, waiting_since: waiting ? "2026-09-14T01:00:00Z" : null }) as CaseRow;
  it("has who waits for us above and the rest below", () => {
    const rows = inTiers([row("a", true), row("b", false), row("c", true)]);
    expect(rows.map((one) => one.id)).toEqual(["tier-waiting", "a", "c", "tier-rest", "b"]);
  });
  it("has no headings when there is one tier only", () => {
    expect(inTiers([row("a", true)]).map((one) => one.id)).toEqual(["a"]);
  });
  it("keeps its columns in the address only when they are not the usual ones", () => {
    expect(colsOf(columnsOf(undefined, []))).toBeUndefined();
    expect(columnsOf("number,colour,number,subject", [])).toEqual(["number", "subject"]);
    expect(colsOf(["number", "subject"])).toBe("number,subject");
  });
  it("shows own fields that there are, and no others", () => {
    const branch = { key: "branch" } as CaseField;
    expect(columnsOf("subject,field.branch,field.gone", [branch])).toEqual(["subject", "field.branch"]);
    expect(columnsOfFile([branch]).slice(-2)).toEqual(["breached", "field.branch"]);
  });
  it("is the same list when a view that was kept is opened", () => {
    const search = readCasesSearch({ kind: "complaint", escalated: true, cols: "number,subject", dense: true });
    const opened = readCasesSearch(keptOf(search));
    expect(queryOf(opened, "Asia/Shanghai")).toEqual(queryOf(search, "Asia/Shanghai"));
    expect(opened).toMatchObject({ cols: "number,subject", dense: true });
  });
  it("asks the server for no more than filters and order", () => {
    const search = readCasesSearch({ tab: "done", cols: "number", dense: true, view: "kpt_1", peek: "cas_1" });
    expect(queryOf(search, "Asia/Shanghai")).toEqual({ handled_by: "me", sort: "newest" });
  });
});

describe("saved replies", () => {
  const reply = (name: string, initials: string) => ({ id: name, name, initials }) as SavedReplyKept;
  it("are found by name or initials, those that begin so first", () => {
    const all = [reply("请补材料", "qbcl"), reply("已受理", "ysl"), reply("补寄卡片", "bjkp")];
    expect(found(all, "b").map((one) => one.name)).toEqual(["补寄卡片", "请补材料"]);
    expect(found(all, "受理").map((one) => one.name)).toEqual(["已受理"]);
  });
  it("open with a slash at the beginning of a line only", () => {
    expect(beginsLine("", 0)).toBe(true);
    expect(beginsLine("您好\n", 3)).toBe(true);
    expect(beginsLine("和/或", 1)).toBe(false);
  });
  it("go where the slash was", () => {
    expect(insertedAt("您好\n再见", 3, "谢谢")).toBe("您好\n谢谢再见");
  });
});

describe("a held reply", () => {
  it("counts its seconds down and never below none", () => {
    expect(secondsLeft(10_000, 0, 100)).toBe(10);
    expect(secondsLeft(10_000, 0, 9_500)).toBe(1);
    expect(secondsLeft(10_000, 0, 60_000)).toBe(0);
  });
});
