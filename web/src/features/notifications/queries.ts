/** Reads and verbs of one's own notifications. The live stream says when they changed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch } from "@/api/client";
import type { NotificationPreferences } from "@/api/types";
import { usePages } from "@/ui/paging";

export function useUnread() {
  return useQuery({
    queryKey: ["notifications", "count"],
    queryFn: () => got(api.GET("/api/v1/notification-counts")),
    // The bell is told when it rings; this is for a stream that went deaf.
    refetchInterval: 120_000,
  });
}

export function useNotifications(unread: boolean, enabled: boolean) {
  return usePages(
    ["notifications", "list", unread],
    (cursor) =>
      got(api.GET("/api/v1/notifications", { params: { query: { unread: unread || undefined, limit: 30, cursor } } })),
    { enabled },
  );
}

export function useNotificationVerbs() {
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ["notifications"] });
  const at = (id: string) => ({ params: { path: { id } } });
  return {
    read: useMutation({
      mutationFn: (id: string) => got(api.POST("/api/v1/notifications/{id}/reads", at(id))),
      onSettled,
    }),
    unread: useMutation({
      mutationFn: (id: string) => got(api.DELETE("/api/v1/notifications/{id}/reads", at(id))),
      onSettled,
    }),
    readAll: useMutation({
      mutationFn: (upTo: string) => got(api.POST("/api/v1/notification-reads", { body: { up_to: upTo } })),
      onSettled,
    }),
    mute: useMutation({
      mutationFn: (caseId: string) => got(api.PUT("/api/v1/notification-mutes/{id}", at(caseId))),
      onSettled,
    }),
    unmute: useMutation({
      mutationFn: (caseId: string) => got(api.DELETE("/api/v1/notification-mutes/{id}", at(caseId))),
      onSettled,
    }),
  };
}

export function useMuted() {
  return usePages(["notifications", "muted"], (cursor) =>
    got(api.GET("/api/v1/notification-mutes", { params: { query: { limit: 50, cursor } } })),
  );
}

const preferencesKey = ["notification-preferences"];

export function usePreferencesShown() {
  return useQuery({
    queryKey: preferencesKey,
    queryFn: () => got(api.GET("/api/v1/me/notification-preferences")),
  });
}

export function useChoose() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: { body: NotificationPreferences; version: number }) =>
      got(api.PUT("/api/v1/me/notification-preferences", { body, ...ifMatch(version) })),
    onSuccess: (shown) => client.setQueryData(preferencesKey, shown),
    onError: () => client.invalidateQueries({ queryKey: preferencesKey }),
  });
}

export function useTestMail() {
  return useMutation({ mutationFn: () => got(api.POST("/api/v1/me/test-mails")) });
}

/** The calendars one may choose from; who may not see them chooses none. */
export function useCalendarNames(enabled: boolean) {
  return useQuery({
    queryKey: ["calendars", "names"],
    queryFn: () => got(api.GET("/api/v1/calendars")),
    staleTime: 300_000,
    enabled,
  });
}
