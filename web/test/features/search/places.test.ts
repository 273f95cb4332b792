import { beforeEach, describe, expect, it } from "vitest";
import type { SearchHit } from "@/api/types";
import { destinationOf, recentOf, remember } from "@/features/search/places";
import { readSearchSearch } from "@/features/search/search";

const hit = (kind: SearchHit["kind"], id: string, more: Partial<SearchHit> = {}): SearchHit => ({
  kind,
  id,
  title: [
    { text: "被", hit: false },
    { text: "盗刷", hit: true },
  ],
  ...more,
});

describe("a hit", () => {
  it("leads to the page of what was found, a note to its case", () => {
    expect(destinationOf(hit("case", "cas_1", { case_id: "cas_1" }))).toEqual({
      to: "/cases/$id",
      params: { id: "cas_1" },
    });
    expect(destinationOf(hit("entry", "ent_1", { case_id: "cas_1" }))).toEqual({
      to: "/cases/$id",
      params: { id: "cas_1" },
    });
    expect(destinationOf(hit("customer", "cus_1"))).toEqual({ to: "/customers/$id", params: { id: "cus_1" } });
    expect(destinationOf(hit("org_unit", "unt_1"))).toEqual({ to: "/organisation", search: { unit_id: "unt_1" } });
    expect(destinationOf(hit("staff", "stf_1", { number: "zsan" }))).toEqual({
      to: "/organisation",
      search: { q: "zsan" },
    });
  });
});

describe("what was opened lately", () => {
  beforeEach(() => sessionStorage.clear());

  it("stands with the latest first, once each, without the marks of the search", () => {
    for (const id of ["a", "b", "a"]) remember("me", hit("case", id, { snippet: [{ text: "x", hit: true }] }));
    expect(recentOf("me").map((one) => one.id)).toEqual(["a", "b"]);
    expect(recentOf("me")[0]?.title).toEqual([{ text: "被盗刷", hit: false }]);
    expect(recentOf("me")[0]?.snippet).toBeUndefined();
  });

  it("is each person's own, bounded, and survives a broken store", () => {
    for (let n = 0; n < 20; n += 1) remember("me", hit("case", `c${n}`));
    expect(recentOf("me")).toHaveLength(6);
    expect(recentOf("other")).toEqual([]);
    sessionStorage.setItem("lingke.recent.me", '{"no":"list"}');
    expect(recentOf("me")).toEqual([]);
    sessionStorage.setItem("lingke.recent.me", "broken");
    expect(recentOf("me")).toEqual([]);
  });
});

describe("the address of the search page", () => {
  it("is read leniently", () => {
    expect(readSearchSearch({ q: "盗刷", kind: "entry", other: 1 })).toEqual({ q: "盗刷", kind: "entry" });
    expect(readSearchSearch({ q: 26, kind: "thing" })).toEqual({ q: "26" });
    expect(readSearchSearch({})).toEqual({});
  });
});
