/** Reads and verbs of service levels. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import { usePages } from "@/ui/paging";
import type { Level, Question, Version } from "./types";

const runMs = 1_000;
const base = "/api/v1/service-level-versions";

export function useVersions() {
  return usePages(["levels", "list"], (cursor) => got(api.GET(base, { params: { query: { limit: 50, cursor } } })));
}

export function useVersion(id: string | undefined) {
  return useQuery({
    queryKey: ["levels", "one", id],
    queryFn: () => got(api.GET(`${base}/{id}`, { params: { path: { id: id ?? "" } } })),
    enabled: !!id,
  });
}

/** The version that new work follows, among the rows that are loaded. */
export function useCurrentRow() {
  return useVersions().rows.find((row) => row.current);
}

export function useReport(it: Version) {
  return useQuery({
    queryKey: ["levels", "report", it.id, it.version],
    queryFn: () => got(api.GET(`${base}/{id}/check`, { params: { path: { id: it.id } } })),
  });
}

export function useTrial(id: string) {
  return useMutation({
    mutationFn: (body: Question) => got(api.POST(`${base}/{id}/trials`, { params: { path: { id } }, body })),
  });
}

export function useNewDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { title: string; from_version_id?: string }) => got(api.POST(base, { body, ...onlyOnce() })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["levels", "list"] }),
  });
}

/** Save, throw away, publish. What the server answers is shown at once. */
export function useVersionVerbs(it: Version) {
  const client = useQueryClient();
  const path = { params: { path: { id: it.id } } };
  const settled = {
    onSuccess: (answer: unknown) => client.setQueryData(["levels", "one", it.id], answer),
    onSettled: () => client.invalidateQueries({ queryKey: ["levels"], refetchType: "active" as const }),
  };
  return {
    save: useMutation({
      mutationFn: (body: { title?: string; levels?: Level[]; based_on?: string }) =>
        got(api.PATCH(`${base}/{id}`, { ...path, body, ...ifMatch(it.version) })),
      ...settled,
    }),
    discard: useMutation({
      mutationFn: () => got(api.DELETE(`${base}/{id}`, { ...path, ...ifMatch(it.version) })),
      onSuccess: () => client.invalidateQueries({ queryKey: ["levels", "list"] }),
    }),
    publish: useMutation({
      mutationFn: (opinion: string) =>
        got(api.POST(`${base}/{id}/publications`, { ...path, body: { opinion }, ...ifMatch(it.version) })),
      ...settled,
    }),
  };
}

export function useReplays(id: string) {
  return useQuery({
    queryKey: ["levels", "replays", id],
    queryFn: async () => (await got(api.GET(`${base}/{id}/replays`, { params: { path: { id } } }))).items,
  });
}

export function useReplay(id: string | undefined) {
  return useQuery({
    queryKey: ["levels", "replay", id],
    queryFn: () => got(api.GET("/api/v1/service-level-replays/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: !!id,
    refetchInterval: (query) => (query.state.data?.state === "running" ? runMs : false),
  });
}

export function useReplayVerbs(versionId: string) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["levels", "replays", versionId] });
  const remember = (answer: { id: string }) => {
    client.setQueryData(["levels", "replay", answer.id], answer);
    again();
  };
  return {
    start: useMutation({
      mutationFn: (body: { from_at: string; to_at: string }) =>
        got(api.POST(`${base}/{id}/replays`, { params: { path: { id: versionId } }, body, ...onlyOnce() })),
      onSuccess: remember,
    }),
    cancel: useMutation({
      mutationFn: (id: string) =>
        got(api.POST("/api/v1/service-level-replays/{id}/cancellations", { params: { path: { id } }, body: {} })),
      onSuccess: remember,
      onSettled: again,
    }),
  };
}

export function useCalendarNames() {
  return useQuery({
    queryKey: ["levels", "calendars"],
    queryFn: async () => (await got(api.GET("/api/v1/calendars"))).items,
    staleTime: 300_000,
  });
}
