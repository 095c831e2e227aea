import { rmSync } from "node:fs";

import { afterAll, describe, expect, test, vi } from "vitest";

import { createApi } from "@/lib/api/api";
import { answered } from "@/lib/api/metrics";
import { castPassword } from "@/lib/cast/people";
import { stageKey, stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { callLog } from "@/lib/traffic/call-log";
import { type Figures, readFigures } from "./figures";
import { judge, patience } from "./health";

const token = vi.hoisted(() => {
  process.env.CASTELLAN_METRICS_TOKEN = "for-those-who-look-after-it";
  process.env.CASTELLAN_DATA_DIR = `/tmp/castellan-health-${process.pid}`;
  return process.env.CASTELLAN_METRICS_TOKEN;
});

const { owner } = testInstallation();
const cast = testCast();
const api = createApi(answered);
afterAll(async () => {
  await callLog().stop();
  rmSync(process.env.CASTELLAN_DATA_DIR!, { recursive: true, force: true });
});

const local = { "x-local": "yes" };
const get = (path: string, headers: Record<string, string> = {}) =>
  api(new Request(`http://localhost:3000${path}`, { headers }), {
    ip: "203.0.113.9",
    local: headers === local,
  });

const well: Figures = {
  jobsDue: 0,
  oldestJob: null,
  jobsFailed: 0,
  lettersWaiting: 0,
  oldestLetter: null,
  lettersFailed: 0,
  deliveriesPending: 0,
  oldestDelivery: null,
  latestDelivery: null,
  lastCleanup: 60,
  partitionsReady: true,
  strayLocations: 0,
};
const calls = { waiting: 3, spooled: 200, lost: 0, failingSince: null };

describe("[P40] health", () => {
  test("all is well with a fresh installation, and strangers see states alone", async () => {
    const response = await get("/api/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      state: "ok",
      live: true,
      ready: true,
      ...{ database: "ok", queue: "ok", letters: "ok", webhooks: "ok" },
      ...{
        cleanup: "ok",
        partitions: "ok",
        callLog: "ok",
        locations: "ok",
        backups: "off",
        door: "ok",
      },
    });
  });

  test("a program on this machine, or one with the token, sees figures", async () => {
    for (const headers of [local, { authorization: `Bearer ${token}` }]) {
      const { figures } = (await (await get("/api/health", headers)).json()) as {
        figures: Figures;
      };
      expect(figures).toMatchObject({ jobsDue: 0, lettersWaiting: 0, partitionsReady: true });
      expect(figures.lastCleanup).toBeGreaterThan(0);
    }
  });

  test.each([
    ["queue", { oldestJob: patience.oldestJob + 1 }],
    ["letters", { oldestLetter: patience.oldestLetter + 1 }],
    ["webhooks", { latestDelivery: patience.latestDelivery + 1 }],
    ["cleanup", { lastCleanup: patience.lastCleanup + 1 }],
    ["partitions", { partitionsReady: false }],
    ["locations", { strayLocations: 1 }],
  ])("a slow %s is degraded, not dead", (part, more) => {
    expect(judge(true, { ...well, ...more }, calls, {})).toMatchObject({
      state: "degraded",
      ready: true,
      [part]: "degraded",
    });
  });

  test("a log of calls that lost some, or has stored none for a minute, is degraded", () => {
    expect(judge(true, well, { ...calls, lost: 1 }, {}).callLog).toBe("degraded");
    const since = (seconds: number) => new Date(Date.now() - seconds * 1_000);
    expect(judge(true, well, { ...calls, failingSince: since(10) }, {}).state).toBe("ok");
    expect(judge(true, well, { ...calls, failingSince: since(90) }, {}).state).toBe("degraded");
  });

  test("a door where requests hold a place or wait for one for too long is degraded", () => {
    const moving = { inside: 16, waiting: 48, oldestInside: 3, oldestWaiting: 1 };
    const door = (load: object) => judge(true, well, calls, { page: { ...moving, ...load } }).door;
    expect(door({})).toBe("ok");
    expect(door({ oldestInside: patience.oldestInside + 1 })).toBe("degraded");
    expect(door({ oldestWaiting: patience.oldestWaiting + 1 })).toBe("degraded");
  });

  test("without its data the server is not ready, and knows nothing of the rest", () => {
    expect(judge(false, null, calls, {})).toMatchObject({
      state: "failing",
      ready: false,
      database: "failing",
      queue: "unknown",
    });
  });

  test("the figures are those of the tables", async () => {
    await owner(
      "select graphile_worker.add_job('nobody_does_this', '{}'::json, run_at => now() - interval '7 minutes')",
    );
    const [letter] = await owner<{ id: string }>("select id from persons limit 1");
    await owner(
      `insert into letters (id, person_id, kind, request_id, state, created_at)
       values (gen_random_uuid(), $1, 'test', 'r', 'queued', now() - interval '20 minutes')`,
      [letter!.id],
    );
    const now = (await readFigures())!;
    expect(now.oldestJob).toBeGreaterThanOrEqual(420);
    expect([now.jobsDue, now.lettersWaiting]).toEqual([1, 1]);
    expect(now.oldestLetter).toBeGreaterThanOrEqual(1_200);
    await owner("delete from graphile_worker._private_jobs");
    const [{ day }] = (await owner<{ day: string }>(
      "select 'api_calls_' || to_char((now() + interval '1 day') at time zone 'UTC', 'YYYY_MM_DD') as day",
    )) as [{ day: string }];
    await owner(`drop table ${day}`);
    expect((await readFigures())!.partitionsReady).toBe(false);
  });
});

describe("[P40] metrics", () => {
  test("[V13.4.5] are there for this machine and the token, and for nobody else", async () => {
    const status = async (headers = {}) => (await get("/api/metrics", headers)).status;
    expect(await status()).toBe(404);
    expect(await status({ authorization: "Bearer for-those-who-look-after-i" })).toBe(404);
    expect(await status({ authorization: `Bearer ${await stageSession(cast.people.Olga)}` })).toBe(
      404,
    );
    expect(
      await status({ authorization: `Bearer ${(await stageKey(cast.people.Olga)).key}` }),
    ).toBe(404);
    expect(await status({ authorization: `Bearer ${token}` })).toBe(200);
    expect(await status(local)).toBe(200);
  });

  test("count calls by operation and class, and sign-ins by how they ended", async () => {
    const signIn = (password: string) =>
      api(
        new Request("http://localhost:3000/api/v1/sessions", {
          method: "POST",
          body: JSON.stringify({ email: cast.people.Mia.email, password }),
          headers: { "content-type": "application/json" },
        }),
        { ip: "203.0.113.9" },
      );
    expect((await signIn(castPassword)).status).toBe(201);
    expect((await signIn("not the password at all")).status).toBe(401);
    await get("/api/v1/users");
    await get("/api/v1/nothing/like/this");
    const text = await (await get("/api/metrics", local)).text();
    for (const line of [
      'castellan_sign_ins_total{outcome="ok"} 1',
      'castellan_sign_ins_total{outcome="wrong_credentials"} 1',
      'castellan_request_duration_seconds_count{operation="user.list",class="4xx"} 1',
      'castellan_request_duration_seconds_count{operation="session.open",class="2xx"} 1',
      'castellan_request_duration_seconds_count{operation="none",class="4xx"} 1',
      "castellan_ready 1",
      'castellan_calls{state="lost"} 0',
      'castellan_hashing{state="running"} 0',
    ])
      expect(text).toContain(line);
    expect(text).toMatch(/castellan_disk_free_bytes\{state="data"\} \d+/);
    expect(text).toMatch(/castellan_pool_connections\{state="idle"\} \d+/);
    expect(text).not.toContain(cast.people.accountId);
    expect(text).not.toContain(cast.people.Mia.email);
  });
});
