/** Who is signed in. The first answer also brings the CSRF token. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, got, rememberCsrf } from "./client";
import { Problem } from "./problem";
import type { Me, Session } from "./types";

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 60_000,
  queryFn: async (): Promise<Session | null> => {
    try {
      return remembered(await got(api.GET("/api/v1/sessions/current")));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
});

export function remembered(session: Session): Session {
  rememberCsrf(session.csrf_token);
  return session;
}

/** The signed-in person. Only for screens behind the sign-in. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("no session: the shell shows the sign-in page first");
  return data.me;
}

/** Whether the viewer holds one of the permissions; `undefined` asks for none. */
export function holds(me: Me, permission?: string | string[]): boolean {
  if (!permission) return true;
  return [permission].flat().some((p) => me.permissions.includes(p));
}

export function useHolds(permission?: string | string[]): boolean {
  return holds(useMe(), permission);
}
