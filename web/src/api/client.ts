/**
 * The one way to the server. Adds the CSRF token to changes, turns every refusal into a `Problem`,
 * and tells who listens when the session has ended. The token lives in memory only.
 */
import createClient, { type Middleware } from "openapi-fetch";
import { Problem, problemOf, unreachable } from "./problem";
import type { paths } from "./schema";

let csrfToken = "";
export const rememberCsrf = (token: string) => {
  csrfToken = token;
};
export const csrf = () => csrfToken;

const signedOutListeners = new Set<() => void>();
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}
export function announceSignedOut(): void {
  for (const listener of signedOutListeners) listener();
}

const quietPaths = /\/api\/v1\/(sessions(\/current)?|sign-in-steps\/[a-z-]+|password-link-checks)$/;

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return undefined;
    if (response.status === 401 && !quietPaths.test(new URL(request.url).pathname)) announceSignedOut();
    throw await problemOf(response);
  },
  onError({ error }) {
    return error instanceof Problem ? error : unreachable();
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  credentials: "same-origin",
});
api.use(guard);

/** The data of an answer; refusals were thrown on the way. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

export const ifMatch = (version: number) => ({ headers: { "If-Match": `"${version}"` } });

/** A key that lets the server recognise a repeated creation. */
export const onlyOnce = () => ({ headers: { "Idempotency-Key": randomKey() } });

export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** Sends one file with progress, which `fetch` cannot tell. */
export function upload<T>(path: string, form: FormData, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("X-CSRF-Token", csrfToken);
    request.setRequestHeader("Idempotency-Key", randomKey());
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onerror = () => reject(unreachable());
    request.onload = async () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) return resolve(JSON.parse(request.responseText) as T);
      if (response.status === 401) announceSignedOut();
      reject(await problemOf(response));
    };
    request.send(form);
  });
}
