import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { settle, useSteady } from "@/ui/steady";

interface Row {
  id: string;
  said?: string;
}
const keyOf = (row: Row) => row.id;
const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));
const ids = (all: Row[]) => all.map(keyOf);

afterEach(cleanup);

describe("settling new rows into a shown list", () => {
  it("holds back what is new and keeps the order that is shown", () => {
    const settled = settle(["a", "b"], rows("n", "b", "a"), keyOf, new Map(), false);
    expect(ids(settled.rows)).toEqual(["a", "b"]);
    expect(settled.waiting).toBe(1);
  });

  it("shows a row as it was last known after it has left the list", () => {
    const last = new Map([["a", { id: "a", said: "before" }]]);
    expect(settle(["a", "b"], rows("b"), keyOf, last, false).rows).toEqual([{ id: "a", said: "before" }, { id: "b" }]);
  });

  it("adds the rows of a further page below", () => {
    const settled = settle(["a", "b"], rows("a", "b", "c", "d"), keyOf, new Map(), true);
    expect(ids(settled.rows)).toEqual(["a", "b", "c", "d"]);
    expect(settled.waiting).toBe(0);
  });
});

describe("a steady list", () => {
  const show = () =>
    renderHook(({ all, view, pages }) => useSteady(all, keyOf, view, pages), {
      initialProps: { all: rows("a", "b"), view: "mine", pages: 1 },
    });

  it("lets new rows wait until someone asks for them", () => {
    const { result, rerender } = show();
    rerender({ all: rows("n", "a", "b"), view: "mine", pages: 1 });
    expect(ids(result.current.rows)).toEqual(["a", "b"]);
    expect(result.current.waiting).toBe(1);
    act(() => result.current.show());
    expect(ids(result.current.rows)).toEqual(["n", "a", "b"]);
    expect(result.current.waiting).toBe(0);
  });

  it("shows what changed inside a row at once", () => {
    const { result, rerender } = show();
    rerender({ all: [{ id: "b", said: "changed" }, { id: "a" }], view: "mine", pages: 1 });
    expect(result.current.rows).toEqual([{ id: "a" }, { id: "b", said: "changed" }]);
  });

  it("keeps a row in its place after it has left the list", () => {
    const { result, rerender } = show();
    rerender({ all: rows("b"), view: "mine", pages: 1 });
    expect(ids(result.current.rows)).toEqual(["a", "b"]);
  });

  it("grows by a further page without a question", () => {
    const { result, rerender } = show();
    rerender({ all: rows("a", "b", "c"), view: "mine", pages: 2 });
    expect(ids(result.current.rows)).toEqual(["a", "b", "c"]);
  });

  it("starts anew in another view", () => {
    const { result, rerender } = show();
    rerender({ all: rows("x", "a"), view: "unassigned", pages: 1 });
    expect(ids(result.current.rows)).toEqual(["x", "a"]);
    expect(result.current.waiting).toBe(0);
  });
});
