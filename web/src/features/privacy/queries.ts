import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got, ifMatch, onlyOnce } from "@/api/client";
import type { components } from "@/api/schema";
import { usePages } from "@/ui/paging";

type Schemas = components["schemas"];
export type Digest = Schemas["RevealDigest"];
export type DigestReveal = Schemas["DigestReveal"];
export type PrivacyRequest = Schemas["PrivacyRequest"];
export type PrivacyStanding = Schemas["PrivacyStanding"];
export type Duty = Schemas["RetentionDuty"];
export type Retention = Schemas["RetentionShown"];
export type Rules = Schemas["RetentionRules"];

export function useDigests() {
  return usePages(["privacy", "digests"], (cursor) =>
    got(api.GET("/api/v1/reveal-digests", { params: { query: { limit: 20, cursor } } })),
  );
}

/** In the place of a digest's id: the week that runs. */
export const thisWeek = "this-week";

export function useDigest(id: string) {
  return useQuery({
    queryKey: ["privacy", "digest", id],
    queryFn: () =>
      id === thisWeek
        ? got(api.GET("/api/v1/reveal-digests/this-week"))
        : got(api.GET("/api/v1/reveal-digests/{id}", { params: { path: { id } } })),
  });
}

export function useDigestReveals(id: string) {
  return usePages(["privacy", "reveals", id], (cursor) => {
    const query = { limit: 50, cursor };
    return id === thisWeek
      ? got(api.GET("/api/v1/reveal-digests/this-week/reveals", { params: { query } }))
      : got(api.GET("/api/v1/reveal-digests/{id}/reveals", { params: { path: { id }, query } }));
  });
}

export function useRequests() {
  return usePages(["privacy", "requests"], (cursor) =>
    got(api.GET("/api/v1/privacy-requests", { params: { query: { limit: 50, cursor } } })),
  );
}

export function usePrivacyOf(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["privacy", "of", id],
    queryFn: () => got(api.GET("/api/v1/customers/{id}/privacy", { params: { path: { id } } })),
    enabled,
  });
}

export function useRetention() {
  return useQuery({ queryKey: ["privacy", "retention"], queryFn: () => got(api.GET("/api/v1/retention")) });
}

/** All that changes something here; afterwards what is shown is read again. */
export function usePrivacyVerbs() {
  const client = useQueryClient();
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["privacy"] }),
      client.invalidateQueries({ queryKey: ["customers"] }),
    ]);
  const verb = <V, R>(mutationFn: (value: V) => Promise<R>) => ({ mutationFn, onSettled });
  type OfCustomer = { id: string; reason: string };
  type OfRequest = { id: string; opinion: string };
  return {
    ask: useMutation(
      verb(({ id, ...body }: OfCustomer & { kind: PrivacyRequest["kind"] }) =>
        got(api.POST("/api/v1/customers/{id}/privacy-requests", { params: { path: { id } }, body, ...onlyOnce() })),
      ),
    ),
    approve: useMutation(
      verb(({ id, opinion }: OfRequest) =>
        got(api.POST("/api/v1/privacy-requests/{id}/approval", { params: { path: { id } }, body: { opinion } })),
      ),
    ),
    decline: useMutation(
      verb(({ id, opinion }: OfRequest) =>
        got(api.POST("/api/v1/privacy-requests/{id}/refusal", { params: { path: { id } }, body: { opinion } })),
      ),
    ),
    hold: useMutation(
      verb(({ id, reason }: OfCustomer) =>
        got(api.POST("/api/v1/customers/{id}/legal-holds", { params: { path: { id } }, body: { reason } })),
      ),
    ),
    lift: useMutation(
      verb(({ id, holdId, reason }: OfCustomer & { holdId: string }) =>
        got(
          api.POST("/api/v1/customers/{id}/legal-holds/{hold_id}/lifting", {
            params: { path: { id, hold_id: holdId } },
            body: { reason },
          }),
        ),
      ),
    ),
    review: useMutation(
      verb(({ id, opinion }: OfRequest) =>
        got(api.POST("/api/v1/reveal-digests/{id}/review", { params: { path: { id } }, body: { opinion } })),
      ),
    ),
    configure: useMutation(
      verb(({ version, ...body }: Rules & { version: number }) =>
        got(api.PUT("/api/v1/retention", { body, ...ifMatch(version) })),
      ),
    ),
  };
}
