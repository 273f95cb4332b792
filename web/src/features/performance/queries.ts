/** Reads of the dashboard. What was shown stays while the next is fetched, so that nothing jumps. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import type { DashboardQuery } from "@/api/types";

/** Clocks run out though nobody does anything. */
const clocksMove = 60_000;

export function useDashboard(query: DashboardQuery) {
  return useQuery({
    queryKey: ["performance", "dashboard", query],
    queryFn: () => got(api.GET("/api/v1/dashboard", { params: { query } })),
    placeholderData: keepPreviousData,
    refetchInterval: clocksMove,
  });
}

export function useForecast(query: DashboardQuery) {
  const { unit_id, kind, channel, priority, staff_id } = query;
  const filters = { unit_id, kind, channel, priority, staff_id };
  return useQuery({
    queryKey: ["performance", "forecast", filters],
    queryFn: () => got(api.GET("/api/v1/dashboard/forecast", { params: { query: filters } })),
    placeholderData: keepPreviousData,
    refetchInterval: clocksMove,
  });
}
