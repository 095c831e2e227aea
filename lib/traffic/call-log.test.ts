import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { stageKey, stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { NOBODY } from "@/lib/db/schema/traffic";
import { type CallLog, startCallLog } from "./call-log";

const { owner } = testInstallation();
const cast = testCast();

let folder: string;
let calls: CallLog;
let api: ReturnType<typeof createApi>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "castellan-calls-"));
  calls = startCallLog(folder);
  api = createApi(calls.answered);
});
afterAll(async () => {
  await calls.stop();
  rmSync(folder, { recursive: true, force: true });
});

const userAgent = "canary-agent-7c1f/1.0";
const ip = "203.0.113.77";

async function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: object | string,
) {
  const answer = await api(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: { "user-agent": userAgent, ...headers },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    }),
    { ip },
  );
  return { status: answer.status, requestId: answer.headers.get("x-request-id")! };
}

type Row = {
  account_id: string;
  actor_kind: string;
  actor_id: string | null;
  key_id: string | null;
  source: string;
  method: string;
  route: string;
  operation: string | null;
  status: number;
  code: string | null;
  duration: number;
  bytes_in: number;
  bytes_out: number;
  origin: Buffer | null;
  idempotency_hash: Buffer | null;
};
const rowOf = async (requestId: string) =>
  (await owner<Row>("select * from api_calls where request_id = $1", [requestId]))[0]!;

describe("[V16.2.1] every call of the API leaves a row (P36)", () => {
  test("who, what, how it ended and how long it took, and nothing anyone wrote", async () => {
    const { Adam, Mia, accountId } = cast.people;
    const token = await stageSession(Adam);
    const { requestId } = await call("GET", `/users/${Mia.userId}`, {
      authorization: `Bearer ${token}`,
    });
    await calls.store();
    const row = await rowOf(requestId);
    expect(row).toMatchObject({
      account_id: accountId,
      actor_kind: "user",
      actor_id: Adam.userId,
      key_id: null,
      source: "api",
      method: "GET",
      route: "/users/{userId}",
      operation: "user.show",
      status: 200,
      code: null,
      idempotency_hash: null,
    });
    expect(row.duration).toBeGreaterThan(0);
    expect(row.bytes_out).toBeGreaterThan(100);
    expect(row.origin!.length).toBeGreaterThan(40);
  });

  test("a key, a refusal, a wrong body, another method, an unknown path and nobody at all too", async () => {
    const { key, keyId } = await stageKey(cast.people.Adam);
    const authorization = `Bearer ${key}`;
    const json = { "content-type": "application/json" };
    const made = [
      [await call("GET", "/users", { authorization }), 200, null, "user.list"],
      [await call("GET", "/me", { authorization }), 403, "forbidden", "me.show"],
      [await call("GET", "/users?nonsense=canary", { authorization }), 422, "invalid", "user.list"],
      [await call("GET", "/me"), 401, "unauthenticated", "me.show"],
      [
        await call("POST", "/users", { authorization, ...json }, "{"),
        400,
        "not_json",
        "user.invite",
      ],
      [
        await call("POST", "/users", { authorization, "content-type": "text/plain" }, "x"),
        415,
        "unsupported_media_type",
        "user.invite",
      ],
      [
        await call("POST", "/users", { authorization, ...json }, " ".repeat(300_000)),
        413,
        "too_large",
        "user.invite",
      ],
      [await call("DELETE", "/activity", { authorization }), 405, "method_not_allowed", null],
      [await call("GET", "/canary-path/of/nothing", { authorization }), 404, "unknown_path", null],
      [await call("OPTIONS", "/users"), 204, null, null],
    ] as const;
    await calls.store();
    for (const [{ status, requestId }, expected, code, operation] of made) {
      expect(status).toBe(expected);
      expect(await rowOf(requestId)).toMatchObject({ status: expected, code, operation });
    }
    expect(await rowOf(made[0][0].requestId)).toMatchObject({ actor_kind: "key", key_id: keyId });
    expect(await rowOf(made[3][0].requestId)).toMatchObject({ account_id: NOBODY, actor_id: null });
  });

  test("an Idempotency-Key only as its hash", async () => {
    const token = await stageSession(cast.people.Adam);
    const { requestId } = await call(
      "POST",
      "/users",
      {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": "canary-idempotency",
      },
      { email: "canary-guest@example.test" },
    );
    await calls.store();
    expect((await rowOf(requestId)).idempotency_hash!.length).toBe(32);
  });

  test("sums are those of the rows, however often the same lines are stored", async () => {
    const { accountId } = cast.people;
    const [rows] = await owner<{ n: number }>(
      "select count(*)::int as n from api_calls where account_id = $1",
      [accountId],
    );
    for (const span of [60, 3_600, 86_400]) {
      const [sums] = await owner<{ n: number; steps: number }>(
        `select sum(calls)::int as n, sum((select sum(d) from unnest(durations) d))::int as steps
         from traffic_rollups where account_id = $1 and span = $2`,
        [accountId, span],
      );
      expect(sums).toEqual({ n: rows!.n, steps: rows!.n });
    }
  });

  test("[V16.2.5] neither the spool nor the table has a query, a body, a token, a path or an address in clear", async () => {
    const token = await stageSession(cast.people.Adam);
    await call("GET", "/users?q=canary-query", { authorization: `Bearer ${token}` });
    const spooled = readdirSync(join(folder, "spool"))
      .map((name) => readFileSync(join(folder, "spool", name), "utf8"))
      .join("");
    expect(spooled).toContain('"operation":"user.list"');
    await calls.store();
    const stored = JSON.stringify(await owner("select c::text from api_calls c"));
    for (const text of [spooled, stored]) {
      for (const secret of [
        token,
        "canary",
        ip,
        Buffer.from(ip).toString("base64").slice(0, 12),
        Buffer.from(ip).toString("hex"),
      ]) {
        expect(text).not.toContain(secret);
      }
    }
    expect(readdirSync(join(folder, "spool"))).toEqual([]);
  });

  test("health is nobody's call", async () => {
    const before = calls.state().waiting;
    await api(new Request("http://localhost:3000/api/health"), { ip });
    expect(calls.state().waiting).toBe(before);
  });
});
