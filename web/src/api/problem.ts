/** What the server refused, and why: one class for every failed request, also when no answer came. */
import type { ProblemBody } from "./types";

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: { field: string; code: string; message: string }[];
  readonly requestId?: string;

  constructor(body: ProblemBody, requestId?: string) {
    super(body.title ?? body.code);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.params = body.params ?? {};
    this.fields = body.errors ?? [];
    this.requestId = requestId;
  }

  /** Someone else changed the object since it was read. */
  get stale(): boolean {
    return this.status === 412 || this.code === "stale";
  }
}

/** Reads a problem out of an answer; falls back to the status when the body is not one. */
export async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.clone().json()) as Partial<ProblemBody>;
    if (typeof body.code === "string") {
      const id = response.headers.get("x-request-id") ?? undefined;
      return new Problem({ ...body, code: body.code, status: response.status }, id);
    }
  } catch {
    // Not JSON: a proxy answered, not the server.
  }
  return new Problem({ status: response.status, code: codeOfStatus(response.status) });
}

function codeOfStatus(status: number): string {
  if (status === 401) return "not_signed_in";
  if (status === 403) return "not_allowed";
  if (status === 404) return "not_found";
  if (status === 412) return "stale";
  if (status === 413) return "too_large";
  if (status === 429) return "too_many_requests";
  return status >= 502 ? "unreachable" : "fault";
}

export const unreachable = () => new Problem({ status: 0, code: "unreachable" });

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return error instanceof TypeError ? unreachable() : new Problem({ status: 0, code: "fault", title: String(error) });
}
