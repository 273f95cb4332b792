/** Reads of calendars, and questions to the clock calculator. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import type { Answer, Request } from "./types";

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
