import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Page } from "@/api/types";
import { usePages } from "@/ui/paging";

afterEach(cleanup);

const book: Record<string, Page<string>> = {
  first: { items: ["a", "b"], next: "c2" },
  c2: { items: ["c"], next: null },
};

function open(options?: { enabled?: boolean }) {
  const read = vi.fn(async (cursor: string | undefined) => book[cursor ?? "first"] as Page<string>);
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { read, ...renderHook(() => usePages(["letters"], read, options), { wrapper }) };
}

describe("a list of pages", () => {
  it("follows the cursor of each page and ends where there is none", async () => {
    const { result, read } = open();
    expect(result.current.rows).toEqual([]);
    await waitFor(() => expect(result.current.rows).toEqual(["a", "b"]));
    expect(result.current.hasNextPage).toBe(true);
    await act(() => result.current.fetchNextPage());
    await waitFor(() => expect(result.current.rows).toEqual(["a", "b", "c"]));
    expect(result.current.pageCount).toBe(2);
    expect(result.current.hasNextPage).toBe(false);
    expect(read.mock.calls).toEqual([[undefined], ["c2"]]);
  });

  it("asks for nothing while it is not wanted", () => {
    const { result, read } = open({ enabled: false });
    expect(result.current.rows).toEqual([]);
    expect(result.current.pageCount).toBe(0);
    expect(read).not.toHaveBeenCalled();
  });
});
