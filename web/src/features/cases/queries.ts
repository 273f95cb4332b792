/** Reads and verbs of cases. Every verb answers the case, which replaces the one we hold. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import { holds, sessionQuery } from "@/api/session";
import type { Case, CaseFound, CaseInput, CaseList, CasePatch, CaseQuery, LinkKind, SplitInput } from "@/api/types";
import { pagesQuery, usePages } from "@/ui/paging";
import { useTimeZone } from "@/ui/Time";
import { type CasesSearch, queryOf } from "./filters";

/** Clocks move though nobody does anything: once a minute what is shown is read again. */
const clocksMove = 60_000;

const listKey = (query: CaseQuery) => ["cases", "list", query];
const readList = (query: CaseQuery) => (cursor: string | undefined) =>
  got(api.GET("/api/v1/cases", { params: { query: { ...query, limit: 50, cursor } } }));

/** Asks for a list while the page that will show it is still on its way. */
export function askForCases(client: QueryClient, search: CasesSearch): void {
  const me = client.getQueryData(sessionQuery.queryKey)?.me;
  if (!me || !holds(me, "cases.view")) return;
  const query = queryOf(search, me.institution.time_zone);
  if (client.getQueryState(listKey(query))) return;
  client.prefetchInfiniteQuery(pagesQuery(listKey(query), readList(query)));
}

export function useCases(search: CasesSearch) {
  const query = queryOf(search, useTimeZone());
  const pages = usePages(listKey(query), readList(query), { refetchInterval: clocksMove });
  const lists = pages.data?.pages as CaseList[] | undefined;
  return {
    ...pages,
    /** Where words were sought: why each case was found. */
    found: Object.assign({}, ...(lists ?? []).map((list) => list.found)) as Record<string, CaseFound>,
    onlyNewest: lists?.some((list) => list.only_newest) ?? false,
  };
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ["cases", "one", id],
    queryFn: () => got(api.GET("/api/v1/cases/{id}", { params: { path: { id } } })),
    refetchInterval: clocksMove,
  });
}

export function useCaseEvents(id: string) {
  return usePages(["cases", "events", id], (cursor) =>
    got(api.GET("/api/v1/cases/{id}/events", { params: { path: { id }, query: { limit: 200, cursor } } })),
  );
}

export function useReceipt(id: string, clockId: string | undefined) {
  return useQuery({
    queryKey: ["cases", "receipt", id, clockId],
    queryFn: () =>
      got(
        api.GET("/api/v1/cases/{id}/clocks/{clock_id}/receipt", { params: { path: { id, clock_id: clockId ?? "" } } }),
      ),
    enabled: clockId !== undefined,
  });
}

export function keep(client: QueryClient, fresh: Case): void {
  client.setQueryData(["cases", "one", fresh.id], fresh);
  client.invalidateQueries({ queryKey: ["cases", "events", fresh.id] });
  client.invalidateQueries({ queryKey: ["cases", "receipt", fresh.id] });
  client.invalidateQueries({ queryKey: ["cases", "list"] });
  client.invalidateQueries({ queryKey: ["cases", "figures"] });
}

export function useOpenCase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CaseInput) => got(api.POST("/api/v1/cases", { body, ...onlyOnce() })),
    onSuccess: (fresh) => keep(client, fresh),
  });
}

export function useEditCase(it: Case) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CasePatch) =>
      got(api.PATCH("/api/v1/cases/{id}", { params: { path: { id: it.id } }, body, ...ifMatch(it.version) })),
    onSuccess: (fresh) => keep(client, fresh),
    onError: () => client.invalidateQueries({ queryKey: ["cases", "one", it.id] }),
  });
}

/** The verbs of one case, each as a promise. A refusal also reads the case again: it may have moved on. */
export function useCaseVerbs(id: string) {
  const client = useQueryClient();
  const params = { path: { id } };
  const settle = async (answer: Promise<{ data?: Case }>): Promise<Case> => {
    try {
      const fresh = await got(answer);
      keep(client, fresh);
      return fresh;
    } catch (error) {
      client.invalidateQueries({ queryKey: ["cases", "one", id] });
      client.invalidateQueries({ queryKey: ["cases", "events", id] });
      throw error;
    }
  };
  /** The answer is another case: this one is read again. */
  const move = async (answer: Promise<{ data?: Case }>): Promise<Case> => {
    const other = await settle(answer);
    client.invalidateQueries({ queryKey: ["cases", "one", id] });
    client.invalidateQueries({ queryKey: ["cases", "events", id] });
    return other;
  };
  return {
    take: () => settle(api.POST("/api/v1/cases/{id}/takes", { params, body: {} })),
    assign: (body: { staff_id?: string; unit_id?: string; opinion?: string }) =>
      settle(api.POST("/api/v1/cases/{id}/assignments", { params, body })),
    note: (text: string, mentions: string[] = []) =>
      settle(api.POST("/api/v1/cases/{id}/notes", { params, body: { text, mentions }, ...onlyOnce() })),
    reply: (text: string, then_wait: boolean) =>
      settle(api.POST("/api/v1/cases/{id}/replies", { params, body: { text, then_wait }, ...onlyOnce() })),
    customerMessage: (text: string) =>
      settle(api.POST("/api/v1/cases/{id}/customer-messages", { params, body: { text }, ...onlyOnce() })),
    wait: (opinion: string) => settle(api.POST("/api/v1/cases/{id}/waits", { params, body: { opinion } })),
    resume: (opinion?: string) => settle(api.POST("/api/v1/cases/{id}/resumptions", { params, body: { opinion } })),
    resolve: (text: string) => settle(api.POST("/api/v1/cases/{id}/resolutions", { params, body: { text } })),
    close: (opinion?: string) => settle(api.POST("/api/v1/cases/{id}/closures", { params, body: { opinion } })),
    reopen: (reason: string) => settle(api.POST("/api/v1/cases/{id}/reopenings", { params, body: { reason } })),
    transfer: (body: { staff_id?: string; unit_id?: string; opinion: string }) =>
      settle(api.POST("/api/v1/cases/{id}/transfers", { params, body })),
    giveBack: (reason: string) => settle(api.POST("/api/v1/cases/{id}/returns", { params, body: { reason } })),
    urge: (opinion?: string) =>
      settle(api.POST("/api/v1/cases/{id}/urges", { params, body: { opinion }, ...onlyOnce() })),
    snooze: (until?: string, opinion?: string) =>
      settle(api.POST("/api/v1/cases/{id}/snoozes", { params, body: { until, opinion } })),
    wake: () => settle(api.POST("/api/v1/cases/{id}/wakings", { params, body: {} })),
    follow: () => settle(api.POST("/api/v1/cases/{id}/followers", { params, body: {} })),
    unfollow: () => settle(api.DELETE("/api/v1/cases/{id}/followers/me", { params })),
    place: (parent_id: string | null) =>
      settle(api.POST("/api/v1/cases/{id}/placements", { params, body: { parent_id } })),
    merge: (into: string, opinion?: string) =>
      move(api.POST("/api/v1/cases/{id}/merges", { params, body: { into, opinion } })),
    unmerge: (opinion?: string) => settle(api.POST("/api/v1/cases/{id}/unmerges", { params, body: { opinion } })),
    split: (body: SplitInput) => move(api.POST("/api/v1/cases/{id}/splits", { params, body, ...onlyOnce() })),
    link: (case_id: string, kind: LinkKind) =>
      settle(api.POST("/api/v1/cases/{id}/links", { params, body: { case_id, kind } })),
    unlink: (other_id: string) =>
      settle(api.DELETE("/api/v1/cases/{id}/links/{other_id}", { params: { path: { id, other_id } } })),
    escalate: (reason: string, staff_id?: string) =>
      settle(api.POST("/api/v1/cases/{id}/escalations", { params, body: { reason, staff_id } })),
  };
}
export type CaseVerbs = ReturnType<typeof useCaseVerbs>;
