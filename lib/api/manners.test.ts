import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { stageKey, stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { createApi } from "./api";
import { problems, titleOf, type ProblemCode } from "./problem";

testInstallation();
const cast = testCast();
const api = createApi();

const send = async (path: string, authorization?: string, method = "GET", body?: object) => {
  const answer = await api(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }),
    { ip: "203.0.113.9" },
  );
  const told = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, challenge: answer.headers.get("www-authenticate"), told };
};

describe("credentials, as RFC 6750 and RFC 9110 have them", () => {
  test("the scheme is written in any case, with any number of spaces", async () => {
    const token = await stageSession(cast.people.Olga);
    const cased = fc
      .array(fc.boolean(), { minLength: 6, maxLength: 6 })
      .map((up) => [..."bearer"].map((one, at) => (up[at] ? one.toUpperCase() : one)).join(""));
    await fc.assert(
      fc.asyncProperty(cased, fc.integer({ min: 1, max: 3 }), async (scheme, spaces) => {
        expect((await send("/me", `${scheme}${" ".repeat(spaces)}${token}`)).status).toBe(200);
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    ["nothing", undefined, 'Bearer realm="castellan"', /needs an access token/],
    [
      "a token that is over",
      `Bearer ${"x".repeat(43)}`,
      /invalid_token/,
      /access token is invalid/,
    ],
    ["another scheme", "Basic bWlhOnNlY3JldA==", /invalid_token/, /access token is invalid/],
    ["a wrong key", `bearer castellan_${"x".repeat(51)}`, /invalid_token/, /API key/],
  ])("%s is challenged, in words that fit", async (_name, authorization, challenge, words) => {
    const { status, challenge: given, told } = await send("/users", authorization);
    expect(status).toBe(401);
    expect(given).toMatch(challenge);
    expect(told.detail).toMatch(words);
    expect(told.detail).not.toMatch(/Your session/);
    expect(told.title).not.toBe(told.detail);
  });

  test("a key without the scope is told which one it lacks", async () => {
    const { key } = await stageKey(cast.people.Adam, { scopes: ["activity:read"] });
    const { status, challenge, told } = await send("/users", `Bearer ${key}`);
    expect(status).toBe(403);
    expect(challenge).toBe(
      'Bearer realm="castellan", error="insufficient_scope", scope="users:read"',
    );
    expect(told.detail).toMatch(/^This key lacks the scope users:read\./);
    const write = await send("/users", `Bearer ${key}`, "POST", { email: "new@example.test" });
    expect(write.challenge).toContain('scope="users:write"');
  });
});

describe("problems, as RFC 9457 has them", () => {
  test("every title is short and is not the detail", () => {
    for (const [code, { says }] of Object.entries(problems)) {
      expect(titleOf(code as ProblemCode)).not.toBe(says);
      expect(titleOf(code as ProblemCode).length).toBeLessThan(40);
    }
  });

  test("a limit that is too large is told with the limit", async () => {
    const token = await stageSession(cast.people.Olga);
    const { status, told } = await send("/users?limit=9999", `Bearer ${token}`);
    expect(status).toBe(422);
    expect(told.fields).toEqual({ limit: "Send a number that is at most 100." });
  });
});
