import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, got } from "@/api/client";
import type { TokenInput } from "@/api/types";

const key = ["account", "second-factors"];

export function useSecondFactors() {
  return useQuery({ queryKey: key, queryFn: () => got(api.GET("/api/v1/me/second-factors")) });
}

/** What changes how one signs in. Each asks for the password again, but the confirmation by a first code. */
export function useSecondFactorVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: key });
  const body = (current_password: string) => ({ body: { current_password } });
  return {
    offer: useMutation({
      mutationFn: (password: string) => got(api.POST("/api/v1/me/authenticators", body(password))),
    }),
    confirm: useMutation({
      mutationFn: (code: string) => got(api.POST("/api/v1/me/authenticator-confirmations", { body: { code } })),
      onSuccess: again,
    }),
    remove: useMutation({
      mutationFn: async (password: string) => {
        await api.POST("/api/v1/me/authenticator-removals", body(password));
      },
      onSuccess: again,
    }),
    renewCodes: useMutation({
      mutationFn: (password: string) => got(api.POST("/api/v1/me/recovery-codes", body(password))),
      onSuccess: again,
    }),
  };
}

const sessionsKey = ["account", "sessions"];
const tokensKey = ["account", "tokens"];

export function useSessions() {
  return useQuery({
    queryKey: sessionsKey,
    queryFn: async () => (await got(api.GET("/api/v1/me/sessions"))).items,
  });
}

export function useTokens() {
  return useQuery({ queryKey: tokensKey, queryFn: async () => (await got(api.GET("/api/v1/me/tokens"))).items });
}

export function useSessionVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: sessionsKey });
  return {
    end: useMutation({
      mutationFn: async (session_id: string) => {
        await api.DELETE("/api/v1/me/sessions/{session_id}", { params: { path: { session_id } } });
      },
      onSettled: again,
    }),
    endOthers: useMutation({
      mutationFn: async () => {
        await api.DELETE("/api/v1/me/sessions");
      },
      onSettled: again,
    }),
  };
}

export function useTokenVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: tokensKey });
  return {
    make: useMutation({
      mutationFn: (body: TokenInput) => got(api.POST("/api/v1/me/tokens", { body })),
      onSuccess: again,
    }),
    revoke: useMutation({
      mutationFn: async (token_id: string) => {
        await api.DELETE("/api/v1/me/tokens/{token_id}", { params: { path: { token_id } } });
      },
      onSettled: again,
    }),
  };
}

const accessKey = (id: string, what: string) => ["access", id, what];

export function useSessionsOf(id: string) {
  return useQuery({
    queryKey: accessKey(id, "sessions"),
    queryFn: async () => (await got(api.GET("/api/v1/staff/{id}/sessions", { params: { path: { id } } }))).items,
  });
}

export function useTokensOf(id: string) {
  return useQuery({
    queryKey: accessKey(id, "tokens"),
    queryFn: async () => (await got(api.GET("/api/v1/staff/{id}/tokens", { params: { path: { id } } }))).items,
  });
}

/** What an administrator ends in a colleague's name. */
export function useAccessVerbs(id: string) {
  const client = useQueryClient();
  return {
    end: useMutation({
      mutationFn: async (session_id: string) => {
        await api.DELETE("/api/v1/staff/{id}/sessions/{session_id}", { params: { path: { id, session_id } } });
      },
      onSettled: () => client.invalidateQueries({ queryKey: accessKey(id, "sessions") }),
    }),
    revoke: useMutation({
      mutationFn: async (token_id: string) => {
        await api.DELETE("/api/v1/staff/{id}/tokens/{token_id}", { params: { path: { id, token_id } } });
      },
      onSettled: () => client.invalidateQueries({ queryKey: accessKey(id, "tokens") }),
    }),
  };
}

const passkeysKey = ["account", "passkeys"];

export function usePasskeys() {
  return useQuery({ queryKey: passkeysKey, queryFn: () => got(api.GET("/api/v1/me/passkeys")) });
}

export function usePasskeyVerbs() {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["account"] });
  return {
    offer: useMutation({
      mutationFn: (current_password: string) =>
        got(api.POST("/api/v1/me/passkey-offers", { body: { current_password } })),
    }),
    register: useMutation({
      mutationFn: (body: { challenge: string; name: string; credential: Record<string, never> }) =>
        got(api.POST("/api/v1/me/passkeys", { body })),
      onSuccess: again,
    }),
    rename: useMutation({
      mutationFn: async ({ id, name }: { id: string; name: string }) => {
        await api.PUT("/api/v1/me/passkeys/{passkey_id}/name", {
          params: { path: { passkey_id: id } },
          body: { name },
        });
      },
      onSettled: again,
    }),
    remove: useMutation({
      mutationFn: async ({ id, password }: { id: string; password: string }) => {
        const params = { path: { passkey_id: id } };
        await api.POST("/api/v1/me/passkeys/{passkey_id}/removals", { params, body: { current_password: password } });
      },
      onSettled: again,
    }),
  };
}
