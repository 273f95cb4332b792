/** Lists read page by page with an opaque cursor. */
import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "@/api/types";

export function usePages<T>(
  key: QueryKey,
  read: (cursor: string | undefined) => Promise<Page<T>>,
  options: { enabled?: boolean; refetchInterval?: number } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.next ?? undefined,
    // Another filter leaves the rows where they are until its own arrive: nothing vanishes under a click.
    placeholderData: keepPreviousData,
    ...options,
  });
  return { ...query, rows: rowsOf(query.data), pageCount: query.data?.pages.length ?? 0 };
}

function rowsOf<T>(data: InfiniteData<Page<T>> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
