import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** The network: what was sent, and what is answered. */
const net = vi.fn<(request: Request) => Promise<Response>>();
// Put in place before the client is read, which keeps the `fetch` it finds.
vi.stubGlobal("fetch", net);
const { api, got, ifMatch, onlyOnce, onSignedOut, randomKey, rememberCsrf, upload } = await import("@/api/client");
const { Problem } = await import("@/api/problem");

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": status < 400 ? "application/json" : "application/problem+json" },
  });
const sent = () => net.mock.lastCall?.[0] as Request;
const read = () => got(api.GET("/api/v1/customers", { params: { query: { q: "张伟", limit: 2 } } }));
const add = () => got(api.POST("/api/v1/customers", { body: { kind: "person", name: "张伟" }, ...onlyOnce() }));
const edit = () =>
  got(
    api.PATCH("/api/v1/customers/{id}", {
      params: { path: { id: "cus_1" } },
      body: { name: "张伟" },
      ...ifMatch(7),
    }),
  );

beforeEach(() => {
  net.mockReset().mockImplementation(async () => json(200, { items: [], next: null }));
  rememberCsrf("");
});
afterEach(() => vi.restoreAllMocks());

describe("what is sent", () => {
  it("is asked of this origin, with the query and the session's cookie", async () => {
    expect(await read()).toEqual({ items: [], next: null });
    const url = new URL(sent().url);
    expect(url.origin).toBe(location.origin);
    expect(Object.fromEntries(url.searchParams)).toEqual({ q: "张伟", limit: "2" });
    expect(sent().credentials).toBe("same-origin");
  });

  it("names the version that a change was made on, quoted as an entity tag", async () => {
    await edit();
    expect(sent().method).toBe("PATCH");
    expect(new URL(sent().url).pathname).toBe("/api/v1/customers/cus_1");
    expect(sent().headers.get("If-Match")).toBe('"7"');
    expect(await sent().json()).toEqual({ name: "张伟" });
  });

  it("gives every creation a key of its own", async () => {
    await add();
    const first = sent().headers.get("Idempotency-Key");
    await add();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(sent().headers.get("Idempotency-Key")).not.toBe(first);
    expect(randomKey()).not.toBe(randomKey());
  });

  it("carries the token against forged requests with changes, and only with them", async () => {
    rememberCsrf("tok");
    await add();
    expect(sent().headers.get("X-CSRF-Token")).toBe("tok");
    await read();
    expect(sent().headers.get("X-CSRF-Token")).toBeNull();
  });
});

describe("what is refused", () => {
  it("is thrown as a problem with the server's code and numbers", async () => {
    const body = { code: "contact_points_used_up", params: { contact_points_max: 20 } };
    net.mockImplementation(async () => json(409, body));
    const refused = await add().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({
      status: 409,
      code: "contact_points_used_up",
      params: { contact_points_max: 20 },
    });
  });

  it("is stale when the version had gone on", async () => {
    net.mockImplementation(async () => json(412, { code: "stale" }));
    await expect(edit()).rejects.toMatchObject({ status: 412, stale: true });
  });

  it("is unreachable when no answer came at all", async () => {
    net.mockRejectedValue(new TypeError("Failed to fetch"));
    const refused = await read().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ status: 0, code: "unreachable" });
  });

  it("is unreachable when a proxy answers for a server that is gone", async () => {
    net.mockImplementation(async () => new Response("<html>Bad gateway", { status: 502 }));
    await expect(read()).rejects.toMatchObject({ status: 502, code: "unreachable" });
  });
});

describe("the end of a session", () => {
  it("is told to who listens, until they stop", async () => {
    const heard = vi.fn();
    const stop = onSignedOut(heard);
    net.mockImplementation(async () => json(401, { code: "not_signed_in" }));
    await expect(read()).rejects.toMatchObject({ code: "not_signed_in" });
    expect(heard).toHaveBeenCalledOnce();
    stop();
    await expect(read()).rejects.toBeInstanceOf(Problem);
    expect(heard).toHaveBeenCalledOnce();
  });

  it("is no news when one asks who is signed in", async () => {
    const heard = vi.fn();
    const stop = onSignedOut(heard);
    net.mockImplementation(async () => json(401, { code: "not_signed_in" }));
    await expect(got(api.GET("/api/v1/sessions/current"))).rejects.toMatchObject({ code: "not_signed_in" });
    expect(heard).not.toHaveBeenCalled();
    stop();
  });

  it("is not heard in a refusal of another kind", async () => {
    const heard = vi.fn();
    const stop = onSignedOut(heard);
    net.mockImplementation(async () => json(403, { code: "not_allowed" }));
    await expect(read()).rejects.toMatchObject({ code: "not_allowed" });
    expect(heard).not.toHaveBeenCalled();
    stop();
  });
});

describe("a file", () => {
  /** The network for files, which `fetch` cannot tell the progress of. */
  class Wire {
    static answer = { status: 201, text: "{}" };
    static headers: Record<string, string> = {};
    upload: { onprogress?: (event: object) => void } = {};
    onload?: () => void;
    onerror?: () => void;
    status = 0;
    responseText = "";
    open() {}
    setRequestHeader(name: string, value: string) {
      Wire.headers[name] = value;
    }
    send() {
      this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
      if (Wire.answer.status === 0) return this.onerror?.();
      this.status = Wire.answer.status;
      this.responseText = Wire.answer.text;
      this.onload?.();
    }
  }
  beforeEach(() => vi.stubGlobal("XMLHttpRequest", Wire));
  const send = (told = (_share: number) => {}) =>
    upload<{ id: string }>("/api/v1/cases/cas_1/attachments", new FormData(), told);

  it("is sent with token and key, tells its progress, and brings the answer", async () => {
    rememberCsrf("tok");
    Wire.answer = { status: 201, text: '{"id":"att_1"}' };
    const told = vi.fn();
    expect(await send(told)).toEqual({ id: "att_1" });
    expect(told).toHaveBeenCalledExactlyOnceWith(0.25);
    expect(Wire.headers["X-CSRF-Token"]).toBe("tok");
    expect(Wire.headers["Idempotency-Key"]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("is refused with a problem, like everything else", async () => {
    Wire.answer = { status: 422, text: '{"code":"file_type_refused","params":{"media_type":"text/html"}}' };
    await expect(send()).rejects.toMatchObject({ code: "file_type_refused", params: { media_type: "text/html" } });
    Wire.answer = { status: 0, text: "" };
    await expect(send()).rejects.toMatchObject({ code: "unreachable" });
  });

  it("that meets the end of the session tells who listens", async () => {
    const heard = vi.fn();
    const stop = onSignedOut(heard);
    Wire.answer = { status: 401, text: "" };
    await expect(send()).rejects.toMatchObject({ code: "not_signed_in" });
    expect(heard).toHaveBeenCalledOnce();
    stop();
  });
});
