import { describe, expect, it } from "vitest";
import { asProblem, Problem, problemOf } from "@/api/problem";

const answer = (status: number, body: unknown, headers = {}) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });

describe("a refusal of the server", () => {
  it("keeps its code, its numbers, its fields and the request's id", async () => {
    const errors = [{ field: "code", code: "taken", message: "there is one" }];
    const body = { status: 422, code: "invalid", params: { levels_max: 8 }, errors };
    const problem = await problemOf(answer(422, body, { "X-Request-Id": "req_1" }));
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 422,
      code: "invalid",
      params: { levels_max: 8 },
      fields: errors,
      requestId: "req_1",
    });
  });

  it("takes its status from the answer, not from the body", async () => {
    expect((await problemOf(answer(409, { status: 200, code: "case_closed" }))).status).toBe(409);
  });

  it("leaves the body to be read by another", async () => {
    const response = answer(409, { code: "case_closed" });
    await problemOf(response);
    expect(await response.json()).toEqual({ code: "case_closed" });
  });

  it("is told by its status when something in between answered", async () => {
    const codes = [401, 403, 404, 412, 413, 429, 500, 502, 504].map(
      async (status) => (await problemOf(answer(status, "<html>"))).code,
    );
    expect(await Promise.all(codes)).toEqual([
      "not_signed_in",
      "not_allowed",
      "not_found",
      "stale",
      "too_large",
      "too_many_requests",
      "fault",
      "unreachable",
      "unreachable",
    ]);
  });

  it("is told by its status when the body is JSON but no problem", async () => {
    expect((await problemOf(answer(404, { message: "no route" }))).code).toBe("not_found");
    expect((await problemOf(answer(403, "null"))).code).toBe("not_allowed");
  });
});

describe("a problem", () => {
  it("is stale when someone else changed the object since it was read", () => {
    expect(new Problem({ status: 412, code: "stale" }).stale).toBe(true);
    expect(new Problem({ status: 409, code: "case_closed" }).stale).toBe(false);
  });

  it("is what every error becomes", () => {
    const problem = new Problem({ status: 409, code: "case_closed" });
    expect(asProblem(problem)).toBe(problem);
    expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({ status: 0, code: "unreachable" });
    expect(asProblem("what")).toMatchObject({ code: "fault", message: "what" });
  });
});
