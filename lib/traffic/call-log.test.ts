import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createApi } from "@/lib/api/api";
import { newCall } from "@/lib/api/call";
import { stageKey, stageSession } from "@/lib/cast/stage";
import { testCast, testRequest } from "@/lib/cast/testing";
import { newId } from "@/lib/db/id";
import { testInstallation } from "@/lib/db/testing";
import { NOBODY } from "@/lib/db/schema/traffic";
import { type CallLog, startCallLog } from "./call-log";
import { type CallLine, lineOf } from "./line";
import { isPassing } from "./passing";

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

describe("[P36] [V16.2.1] every call of the API leaves a row", () => {
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
    for (const [{ requestId }, status] of made.filter(([, one]) => one !== 401 && one !== 204)) {
      const row = await rowOf(requestId);
      expect([status, row.actor_kind, row.key_id]).toEqual([status, "key", keyId]);
    }
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

describe("calls that cannot be stored", () => {
  let left: string;
  let log: CallLog | undefined;
  beforeEach(() => {
    left = mkdtempSync(join(tmpdir(), "castellan-left-"));
    mkdirSync(join(left, "spool"));
  });
  afterEach(async () => {
    await log?.stop();
    log = undefined;
    rmSync(left, { recursive: true, force: true });
  });

  const lineFrom = (accountId: string | null, more: Partial<CallLine> = {}) => ({
    ...lineOf(newCall({ ...testRequest(), caller: { kind: "system", accountId } }, "GET"), 200),
    ...more,
  });
  const leave = (name: string, lines: (CallLine | string)[]) =>
    writeFileSync(
      join(left, "spool", `1-${name}.ndjson`),
      lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
    );
  const isStored = async ({ requestId }: CallLine) => (await rowOf(requestId)) !== undefined;

  test("are set aside alone: those around them and behind them are stored", async () => {
    const good = [lineFrom(null), lineFrom(null), lineFrom(null)];
    const forged = lineFrom(null, { origin: Buffer.alloc(60, 1).toString("base64") });
    const cut = '{"accountId":';
    leave("1", [good[0]!, cut, forged, good[1]!]);
    leave("2", [good[2]!]);
    log = startCallLog(left);
    await log.store();
    for (const line of good) expect(await isStored(line)).toBe(true);
    expect(readdirSync(join(left, "spool"))).toEqual(["1-1.ndjson.unreadable"]);
    expect(readFileSync(join(left, "spool", "1-1.ndjson.unreadable"), "utf8").split("\n")).toEqual([
      cut,
      JSON.stringify(forged),
      "",
    ]);
    expect(log.state()).toMatchObject({ lost: 2, waiting: 0, failingSince: null });
  });

  test("[P65] of an account that is purged leave nothing, neither a row nor a file", async () => {
    const purged = lineFrom(newId());
    const good = lineFrom(null);
    leave("1", [purged, good]);
    log = startCallLog(left);
    await log.store();
    expect([await isStored(purged), await isStored(good)]).toEqual([false, true]);
    expect(readdirSync(join(left, "spool"))).toEqual([]);
    expect(log.state()).toMatchObject({ lost: 0, waiting: 0, failingSince: null });
  });

  test("wait for their day when it is missing, and hold up nobody else", async () => {
    const early = lineFrom(null, { at: "2031-05-06T07:08:09.000Z" });
    const today = lineFrom(null);
    leave("1", [early]);
    leave("2", [today]);
    log = startCallLog(left);
    await log.store();
    expect(await isStored(today)).toBe(true);
    expect(log.state()).toMatchObject({ lost: 0, waiting: 1, failingSince: expect.any(Date) });
    await owner("select castellan.make_days('api_calls', '2031-05-06'::date, '2031-05-07'::date)");
    await log.store();
    expect(await isStored(early)).toBe(true);
    expect(log.state()).toMatchObject({ lost: 0, waiting: 0, failingSince: null });
  });

  test.each([
    ["08006", true],
    ["40P01", true],
    ["53300", true],
    ["55P03", true],
    ["57P01", true],
    ["28P01", true],
    ["ECONNREFUSED", true],
    ["EPIPE", true],
    ["22P02", false],
    ["23505", false],
    ["42501", false],
    ["ERR_CRYPTO", false],
  ])("%s is the moment's fault: %s", (code, passing) => {
    expect(isPassing(Object.assign(new Error("refused"), { code }))).toBe(passing);
  });

  test("a database that cannot be reached is the moment's fault, anything unheard of is the data's", () => {
    expect(isPassing(new Error("timeout exceeded when trying to connect"))).toBe(true);
    expect(isPassing(new Error("Connection terminated unexpectedly"))).toBe(true);
    expect(isPassing(new Error("account:1 has no key in this scope"))).toBe(false);
  });
});
