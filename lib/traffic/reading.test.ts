import { beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";

import { chance } from "@/lib/cast/chance";
import { stageKey } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { minute } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { NOBODY } from "@/lib/db/schema/traffic";
import { testInstallation } from "@/lib/db/testing";
import { enterScope } from "@/lib/db/scope";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { newRequestId, operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sendReset } from "@/lib/users/send-reset";
import { countAttempts } from "./count";
import type { CallLine } from "./line";
import { listCalls } from "./list-calls";
import { setRetention } from "./set-retention";
import { showCall } from "./show-call";
import { showOverview } from "./show-overview";
import { storeCalls } from "./store";
import type { CallFilter, CallView, Overview } from "./traffic";

const { owner } = testInstallation();
const cast = testCast();

const operations = ["user.list", "user.show", "activity.list", "user.pause", null] as const;
const statuses = [200, 200, 200, 200, 201, 404, 409, 429, 503];
let key: { keyId: string };
let lines: CallLine[];

/** Some hours of calls of Acme and of the account next door, the newest a minute ago. */
beforeAll(async () => {
  const { Adam, Olga, Nora, accountId, nextDoorId } = cast.people;
  key = await stageKey(Adam);
  const luck = chance(3);
  lines = Array.from({ length: 3_000 }, (_, index) => {
    const nextDoor = luck.happens(0.2);
    const operation = luck.of(operations);
    return {
      accountId: nextDoor ? nextDoorId : accountId,
      at: new Date(Date.now() - minute - index * 20_000).toISOString(),
      requestId: newRequestId(),
      actorKind: "user",
      actorId: nextDoor ? Nora.userId : luck.of([Adam.userId, Olga.userId]),
      keyId: !nextDoor && luck.happens(0.5) ? key.keyId : null,
      source: luck.of(["api", "panel"] as const),
      method: "GET",
      route: operation ? "/somewhere" : "unknown",
      operation,
      status: operation ? luck.of(statuses) : 404,
      code: null,
      duration: Math.round(luck.between(500, 80_000)),
      bytesIn: 10,
      bytesOut: 1_000,
      origin: null,
      sealedBy: null,
      idempotencyHash: null,
    };
  });
  await inTransaction((db) => storeCalls(db, lines));
  await inTransaction((db) => storeCalls(db, lines.slice(0, 500))); // once more, as after a kill
});

const ours = () => lines.filter(({ accountId }) => accountId === cast.people.accountId);

async function answer<T>(outcome: Promise<{ ok: true; value: T } | { ok: false; code: string }>) {
  const known = await outcome;
  if (!known.ok) throw new Error(known.code);
  return known.value;
}

/** All pages of a list. */
async function all(claim: Claim, filter: Partial<z.input<typeof CallFilter>>): Promise<CallView[]> {
  const found: CallView[] = [];
  let cursor: string | undefined;
  do {
    const page = await answer(
      ask(listCalls, claim, { ...filter, limit: 100, ...(cursor && { cursor }) }),
    );
    found.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

describe("[P36] the list of calls", () => {
  test("has every call of the account once, the newest first, and none of next door", async () => {
    const found = await all(await cast.as("Aria"), {});
    expect(found.map(({ requestId }) => requestId)).toEqual(
      ours().map(({ requestId }) => requestId),
    );
    expect(found[0]!.actor.name).toMatch(/^(Adam Admin|Olga Owner)$/);
  });

  test.each([
    ["key", () => ({ key: key.keyId }), (one: CallLine) => one.keyId === key.keyId],
    ["no key", () => ({ key: "none" as const }), (one: CallLine) => one.keyId === null],
    [
      "person",
      () => ({ actor: cast.people.Olga.userId }),
      (one: CallLine) => one.actorId === cast.people.Olga.userId,
    ],
    [
      "operation",
      () => ({ operation: "user.pause" }),
      (one: CallLine) => one.operation === "user.pause",
    ],
    ["result", () => ({ result: "failed" as const }), (one: CallLine) => one.status >= 500],
    [
      "result",
      () => ({ result: "refused" as const }),
      (one: CallLine) => one.status >= 400 && one.status < 500 && one.status !== 429,
    ],
    ["status", () => ({ status: 429 }), (one: CallLine) => one.status === 429],
    ["source", () => ({ source: "panel" as const }), (one: CallLine) => one.source === "panel"],
    [
      "period",
      () => ({
        from: new Date(lines[600]!.at).toISOString(),
        to: new Date(lines[300]!.at).toISOString(),
      }),
      (one: CallLine) => one.at >= lines[600]!.at && one.at < lines[300]!.at,
    ],
    [
      "key and status",
      () => ({ key: key.keyId, status: 503 }),
      (one: CallLine) => one.keyId === key.keyId && one.status === 503,
    ],
  ])("by %s", async (_what, filter, fits) => {
    const expected = ours()
      .filter(fits)
      .map(({ requestId }) => requestId);
    expect(expected.length).toBeGreaterThan(10);
    const found = await all(await cast.as("Adam"), filter());
    expect(found.map(({ requestId }) => requestId)).toEqual(expected);
  });

  test("tells how long calls are kept, which is never under thirty days", async () => {
    expect((await answer(ask(listCalls, await cast.as("Olga"), {}))).kept.days).toBe(90);
    expect(await execute(setRetention, operatorClaim(null), { days: 29 })).toMatchObject({
      code: "invalid",
    });
    await expect(owner("update settings set call_retention_days = 29")).rejects.toThrow(
      /settings_keep_calls_30_days/,
    );
    expect((await execute(setRetention, operatorClaim(null), { days: 45 })).ok).toBe(true);
    expect((await answer(ask(listCalls, await cast.as("Olga"), {}))).kept.days).toBe(45);
  });

  test("days past the retention are dropped whole, and that it was done is told", async () => {
    await owner(
      "select castellan.make_days('api_calls', (now() - interval '60 days')::date, (now() - interval '31 days')::date)",
    );
    const days = () =>
      owner<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'api_calls'::regclass",
      );
    const before = (await days()).length;
    await owner("select castellan.drop_days('api_calls', gen_random_uuid())");
    expect(before - (await days()).length).toBe(15);
    const { kept } = await answer(ask(listCalls, await cast.as("Olga"), {}));
    expect(kept.cleanedAt).not.toBeNull();
    expect(Date.parse(kept.since!)).toBeLessThan(Date.now() - 44 * 24 * 60 * minute);
    await owner("alter table settings drop constraint settings_keep_calls_30_days");
    await owner("update settings set call_retention_days = 3");
    await expect(
      owner("select castellan.drop_days('api_calls', gen_random_uuid())"),
    ).rejects.toThrow(/thirty days/);
    await owner("update settings set call_retention_days = 90");
  });
});

describe("[P40] everything of one request", () => {
  test("the events, letters and deliveries it led to", async () => {
    const claim = await cast.as("Adam");
    const done = await execute(sendReset, claim, { userId: cast.people.Mia.userId });
    const view = await answer(ask(showCall, await cast.as("Aria"), { requestId: done.requestId }));
    expect(view.events.map(({ action }) => action)).toEqual(["user.send_reset"]);
    expect(view.letters).toMatchObject([
      { kind: "reset", state: "queued", user: { name: "Mia Member" } },
    ]);
    expect(view.call).toBeNull(); // the gate was asked directly
  });

  test("a call alone, and next door nothing", async () => {
    const { requestId } = ours()[0]!;
    const view = await answer(ask(showCall, await cast.as("Adam"), { requestId }));
    expect(view).toMatchObject({
      call: { requestId, origin: null, idempotent: false },
      events: [],
    });
    expect(await ask(showCall, await cast.as("Nora"), { requestId })).toMatchObject({
      code: "not_found",
    });
    expect(await ask(showCall, await cast.as("Adam"), { requestId: newRequestId() })).toMatchObject(
      { code: "not_found" },
    );
  });
});

describe("[P38] the overview", () => {
  const raw = (overview: Overview) => {
    const inside = ours().filter(({ at }) => at >= overview.from && at < overview.to);
    return {
      calls: inside.length,
      failed: inside.filter(({ status }) => status >= 500).length,
      limited: inside.filter(({ status }) => status === 429).length,
      refused: inside.filter(({ status }) => status >= 400 && status < 500 && status !== 429)
        .length,
      durations: inside.map(({ duration }) => duration / 1_000).toSorted((a, b) => a - b),
      bytesOut: inside.length * 1_000,
    };
  };

  test.each(["hour", "day", "week", "month"] as const)(
    "of a %s: totals are those of the rows",
    async (period) => {
      const overview = await answer(ask(showOverview, await cast.as("Aria"), { period }));
      const { durations, ...sums } = raw(overview);
      expect(sums.calls).toBeGreaterThan(100);
      expect(overview.total).toMatchObject(sums);
      for (const [share, read] of [
        [0.5, overview.total.p50],
        [0.95, overview.total.p95],
        [0.99, overview.total.p99],
      ] as const) {
        const exact = durations[Math.ceil(durations.length * share) - 1]!;
        expect(Math.abs(read! / exact - 1)).toBeLessThan(0.091);
      }
      expect(overview.total.slowest).toBe(durations.at(-1));
      for (const parts of [overview.buckets, overview.operations, overview.keys]) {
        expect(parts.reduce((sum, { calls }) => sum + calls, 0)).toBe(sums.calls);
      }
      expect(overview.buckets.length).toBe({ hour: 60, day: 24, week: 168, month: 30 }[period]);
      expect(new Set(overview.keys.map(({ key: one }) => one?.id ?? null))).toEqual(
        new Set([key.keyId, null]),
      );
    },
  );

  test("counts attempts of webhooks apart", async () => {
    const { accountId } = cast.people;
    const endpoint = newRequestId();
    await inTransaction(async (db) => {
      await enterScope(db, accountId);
      const attempt = {
        at: new Date(),
        operation: "user.pause",
        subjectId: endpoint,
        duration: 5_000,
        bytesIn: 0,
        bytesOut: 0,
      };
      await countAttempts(db, accountId, [
        { ...attempt, result: "ok" },
        { ...attempt, result: "failed" },
      ]);
    });
    const { webhooks, endpoints, total } = await answer(
      ask(showOverview, await cast.as("Adam"), { period: "hour" }),
    );
    expect(webhooks).toMatchObject({ calls: 2, failed: 1 });
    expect(endpoints).toMatchObject([{ webhookId: endpoint, calls: 2 }]);
    expect(total.calls).toBeLessThan(1_000);
  });
});

test("[P35] a permanently deleted user takes from where they called along; that there were calls stays", async () => {
  const { Mia, accountId } = cast.people;
  const line = {
    ...ours()[0]!,
    requestId: newRequestId(),
    actorId: Mia.userId,
    origin: Buffer.from("sealed").toString("base64"),
  };
  await inTransaction((db) => storeCalls(db, [line]));
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db.$client.query("select castellan.destroy_activity($1)", [Mia.userId]);
  });
  expect(
    await owner("select actor_id, origin, status from api_calls where request_id = $1", [
      line.requestId,
    ]),
  ).toEqual([{ actor_id: null, origin: null, status: line.status }]);
});

test("calls nobody known has made belong to no account", async () => {
  const line = { ...ours()[0]!, requestId: newRequestId(), accountId: NOBODY };
  await inTransaction((db) => storeCalls(db, [line]));
  expect(
    (await all(await cast.as("Adam"), {})).some(({ requestId }) => requestId === line.requestId),
  ).toBe(false);
});
