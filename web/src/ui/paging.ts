/** Lists read page by page with an opaque cursor. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
} from "@tanstack/react-query";
import type { Page } from "@/api/types";

type Read<T> = (cursor: string | undefined) => Promise<Page<T>>;

/** A list for the query client, which may be asked for it before the page that shows it is there. */
export const pagesQuery = <T>(key: QueryKey, read: Read<T>) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.next ?? undefined,
  });

export function usePages<T>(
  key: QueryKey,
  read: Read<T>,
  options: { enabled?: boolean; refetchInterval?: number } = {},
) {
  const query = useInfiniteQuery({
    ...pagesQuery(key, read),
    // Another filter leaves the rows where they are until its own arrive: nothing vanishes under a click.
    placeholderData: keepPreviousData,
    ...options,
  });
  return { ...query, rows: rowsOf(query.data), pageCount: query.data?.pages.length ?? 0 };
}

function rowsOf<T>(data: InfiniteData<Page<T>> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}
