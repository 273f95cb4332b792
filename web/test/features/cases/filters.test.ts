import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { describe, expect, it } from "vitest";
import {
  type CasesSearch,
  channels,
  filterCount,
  kinds,
  priorities,
  queryOf,
  readCasesSearch,
  sortOf,
  sorts,
  statuses,
  tabs,
} from "@/features/cases/filters";

const shanghai = "Asia/Shanghai";

/** Writes the filters into an address and reads them back, as a reload does. */
const reloaded = (search: CasesSearch) =>
  readCasesSearch(defaultParseSearch(defaultStringifySearch(search as Record<string, unknown>)));

describe("filters in the address", () => {
  it("come back whole after a reload", () => {
    const search: CasesSearch = {
      tab: "all",
      q: "退款 & 投诉",
      status: "waiting_customer",
      kind: "complaint",
      channel: "web_form",
      priority: "urgent",
      unit_id: "unt_1",
      assignee_id: "me",
      customer_id: "cus_1",
      product_id: "prd_1",
      created_from: "2026-01-01",
      created_to: "2026-03-31",
      escalated: true,
      sort: "due",
      open: "new",
    };
    expect(reloaded(search)).toEqual(search);
  });

  it("come back whole for every value there is", () => {
    const every: CasesSearch[] = [
      ...tabs.map((tab) => ({ tab })),
      ...statuses.map((status) => ({ status })),
      ...kinds.map((kind) => ({ kind })),
      ...channels.map((channel) => ({ channel })),
      ...priorities.map((priority) => ({ priority })),
      ...sorts.map((sort) => ({ sort })),
    ];
    expect(every.map(reloaded)).toEqual(every);
  });

  it("keep a text that looks like a number, a truth or a piece of JSON", () => {
    for (const q of ["123", "007", "1e3", "true", "null", '{"a":1}', "a=b&c", "#1 %20", "6222021234567890123"]) {
      expect(reloaded({ q })).toEqual({ q });
    }
  });

  it("take a number typed into the address by hand as text", () => {
    expect(readCasesSearch(defaultParseSearch("?q=20260001"))).toEqual({ q: "20260001" });
  });

  it("leave out what they do not know, so that an old link still opens", () => {
    const raw = {
      tab: "gone",
      kind: 3,
      status: ["new"],
      sort: "",
      q: "  ",
      created_from: "1.2.2026",
      page: 4,
      open: true,
    };
    expect(readCasesSearch(raw)).toEqual({});
  });

  it("cut a text that is too long", () => {
    expect(readCasesSearch({ q: "长".repeat(500) }).q).toHaveLength(200);
  });

  it("know only escalated cases, not cases that are not", () => {
    expect(readCasesSearch({ escalated: "true" })).toEqual({ escalated: true });
    expect(readCasesSearch({ escalated: false })).toEqual({});
  });
});

describe("the query for the server", () => {
  it("shows one's own open work first, the longest waiting at the top", () => {
    expect(queryOf({}, shanghai)).toEqual({
      status: "open",
      assignee_id: "me",
      snoozed: false,
      sort: "oldest_unanswered",
    });
  });

  it("means by each tab what its name says", () => {
    expect(queryOf({ tab: "unassigned" }, shanghai)).toMatchObject({ status: "open", assignee_id: "none" });
    expect(queryOf({ tab: "breached" }, shanghai)).toMatchObject({ status: "open", breached: true });
    expect(queryOf({ tab: "resolved" }, shanghai)).toEqual({ status: "resolved", sort: "newest" });
    expect(queryOf({ tab: "all" }, shanghai)).toEqual({ sort: "newest" });
  });

  it("keeps what rests out of the to-do list and in a list of its own, what wakes next at the top", () => {
    expect(queryOf({ tab: "resting" }, shanghai)).toEqual({
      status: "open",
      assignee_id: "me",
      snoozed: true,
      sort: "waking",
    });
  });

  it("lets a filter win over its tab", () => {
    expect(queryOf({ tab: "mine", assignee_id: "stf_1", status: "closed" }, shanghai)).toEqual({
      status: "closed",
      assignee_id: "stf_1",
      snoozed: false,
      sort: "oldest_unanswered",
    });
  });

  it("takes days as the institution's own, the last one whole", () => {
    expect(queryOf({ tab: "all", created_from: "2026-02-28", created_to: "2026-02-28" }, shanghai)).toEqual({
      created_from: "2026-02-27T16:00:00.000Z",
      created_to: "2026-02-28T16:00:00.000Z",
      sort: "newest",
    });
  });

  it("lets the chosen order win, and sends nothing that only concerns the screen", () => {
    expect(sortOf({ tab: "resolved", sort: "due" })).toBe("due");
    expect(queryOf({ tab: "all", sort: "due", open: "new" }, shanghai)).toEqual({ sort: "due" });
  });
});

describe("the count of filters", () => {
  it("leaves out tab, order and drawer", () => {
    expect(filterCount({ tab: "all", sort: "due", open: "new" })).toBe(0);
    expect(filterCount({ tab: "all", q: "卡", escalated: true })).toBe(2);
  });
});
