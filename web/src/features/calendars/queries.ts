/** Reads of calendars, and questions to the clock calculator. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { Answer, CalendarDraft, CalendarTrialRequest, Request } from "./types";

export function useCalendars() {
  return useQuery({
    queryKey: ["calendars", "list"],
    queryFn: async () => (await got(api.GET("/api/v1/calendars"))).items,
    staleTime: 300_000,
  });
}

/** One year day by day; without a year, the present one. */
export function useCalendarYear(name: string, year: number | undefined) {
  return useQuery({
    queryKey: ["calendars", "year", name, year],
    queryFn: () => got(api.GET("/api/v1/calendars/{name}", { params: { path: { name }, query: { year } } })),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });
}

export function useCalculation() {
  return useMutation({
    mutationFn: async (body: Request) => (await got(api.POST("/api/v1/clock-calculations", { body }))) as Answer,
  });
}

/**
 * A calendar as an editor holds it. Read afresh when an editor opens, and by no live update under the typing hands:
 * what is saved names the version it began from.
 */
export function useCalendarFacts(name: string | undefined) {
  return useQuery({
    queryKey: ["calendar-facts", name],
    queryFn: () => got(api.GET("/api/v1/calendars/{name}/facts", { params: { path: { name: name ?? "" } } })),
    enabled: !!name,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: "always",
  });
}

/** What comes of a draft that is not saved. A refusal names what is wrong with it, so it is not asked again. */
export function useDraftTrial(asked: string) {
  return useQuery({
    queryKey: ["calendar-trial", asked],
    queryFn: () => got(api.POST("/api/v1/calendar-trials", { body: JSON.parse(asked) as CalendarTrialRequest })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 0,
    retry: false,
  });
}

export function useSaveCalendar() {
  const client = useQueryClient();
  const onSuccess = () => {
    client.invalidateQueries({ queryKey: ["calendars", "list"] });
    client.invalidateQueries({ queryKey: ["calendars", "names"] });
    client.invalidateQueries({ queryKey: ["calendars", "year"] });
    client.invalidateQueries({ queryKey: ["levels", "calendars"] });
  };
  const create = useMutation({
    mutationFn: (body: { name: string; copied_from?: string; calendar: CalendarDraft }) =>
      got(api.POST("/api/v1/calendars", { body, ...onlyOnce() })),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ name, number, calendar }: { name: string; number: number; calendar: CalendarDraft }) =>
      got(
        api.PUT("/api/v1/calendars/{name}/facts", {
          params: { path: { name } },
          body: { calendar },
          ...ifMatch(number),
        }),
      ),
    onSuccess,
  });
  return { create, change };
}
