import { beforeAll, describe, expect, test, vi } from "vitest";

import { type StaffOnStage, stageSession, stageStaff } from "@/lib/cast/stage";
import { testCast, testRequest } from "@/lib/cast/testing";
import { codeOf, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { call, enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { listActivity } from "@/lib/activity/list-activity";
import { ask } from "@/lib/gate/ask";
import type { AnyCommand } from "@/lib/gate/command";
import { execute } from "@/lib/gate/execute";
import type { Outcome } from "@/lib/gate/failure";
import { sessionClaim } from "@/lib/gate/from-request";
import { sendReset } from "@/lib/users/send-reset";
import { listAccounts } from "./list-accounts";
import { listLog } from "./list-log";
import { lookAtAttempts } from "./look-at-attempts";
import { lookAtCalls } from "./look-at-calls";
import { showInstallation } from "./show-installation";
import { surveyTraffic } from "./survey-traffic";
import { traceRequest } from "./trace-request";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();
let tess: StaffOnStage;
let sven: StaffOnStage;
let una: StaffOnStage;

beforeAll(async () => {
  tess = await stageStaff("Tess Technical", "tess@staff.test", ["technical"]);
  sven = await stageStaff("Sven Security", "sven@staff.test", ["security"]);
  una = await stageStaff("Una Usher", "una@staff.test", ["support"]);
});

const as = async (one: StaffOnStage) => sessionClaim(await stageSession(one), testRequest());

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.fields)}`);
  return outcome.value;
}

/** A call of an account as the log of calls would have it; its origin is never opened here. */
async function aCall(accountId: string, minutesAgo: number, status = 200, requestId = newId()) {
  await owner(
    `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, source, method, route, operation, status,
       duration, bytes_in, bytes_out, origin)
     values ($1, now() - $2 * interval '1 minute', $3, 'user', $4, 'api', 'GET', '/users', 'user.list', $5, 1500, 0, 20, 'sealed')`,
    [accountId, minutesAgo, requestId, cast.people.Olga.userId, status],
  );
  return requestId;
}

/** Lines of looks in the activity of an account, as its owner reads them. */
async function linesOf(name: "Olga" | "Nora") {
  const page = valueOf(await ask(listActivity, await cast.as(name), { actorKind: "staff" }));
  return page.data;
}

describe("[P39] [V16.2.1] a look of the staff at a customer's calls", () => {
  test("shows what was called and how it ended, and nothing of who or where", async () => {
    const { accountId } = cast.people;
    for (let minute = 1; minute <= 5; minute++)
      await aCall(accountId, minute, minute === 3 ? 500 : 200);
    await aCall(cast.people.nextDoorId, 1);
    const seen = valueOf(
      await execute(lookAtCalls, await as(tess), { accountId, reason: "ticket 12", limit: 2 }),
    );
    expect(seen.data).toHaveLength(2);
    expect(Object.keys(seen.data[0]!).toSorted()).toEqual(
      [
        ...["actor", "at", "bytesIn", "bytesOut", "code", "durationMs", "keyId", "method"],
        ...["operation", "requestId", "route", "source", "status"],
      ].toSorted(),
    );
    expect(JSON.stringify(seen)).not.toMatch(/Olga|example\.test|sealed/);
  });

  test("every look, every further page and every filter leaves a line with the reason", async () => {
    const { accountId } = cast.people;
    const before = await linesOf("Olga");
    const claim = await as(tess);
    const look = (more: object) =>
      execute(lookAtCalls, claim, { accountId, reason: "they are slow", limit: 2, ...more });
    const first = valueOf(await look({}));
    valueOf(await look({ cursor: first.nextCursor }));
    valueOf(await look({ result: "failed" }));
    valueOf(await look({}));
    const lines = (await linesOf("Olga")).slice(0, -before.length);
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      "Tess Technical (staff) looked at the API calls of Acme: they are slow",
      "Tess Technical (staff) looked at the API calls of Acme: they are slow",
      "Tess Technical (staff) looked at the API calls of Acme: they are slow (a further page)",
      "Tess Technical (staff) looked at the API calls of Acme: they are slow",
    ]);
    expect(lines[1]!.particulars).toMatchObject({ filter: { result: "failed" }, rows: 1 });
    expect(lines[0]!.actor).toEqual({
      kind: "staff",
      id: tess.staffId,
      name: "Tess Technical (staff)",
    });
    expect(await linesOf("Nora")).toEqual([]);
  });

  test("it stands in the log of the installation too, where security reads it", async () => {
    const { data } = valueOf(await ask(listLog, await as(sven), {}));
    expect(data[0]).toMatchObject({
      action: "traffic.look",
      actor: { kind: "staff", name: "Tess Technical" },
      objectId: cast.people.accountId,
    });
  });

  test("without a reason, in no account, and without the role there is nothing to see, and no line but a refusal", async () => {
    const { accountId } = cast.people;
    const before = (await linesOf("Olga")).length;
    expect(await execute(lookAtCalls, await as(tess), { accountId, reason: " " })).toMatchObject({
      code: "invalid",
      fields: { reason: expect.any(String) },
    });
    expect(
      await execute(lookAtCalls, await as(tess), { accountId: newId(), reason: "guessing" }),
    ).toMatchObject({ code: "not_found" });
    for (const one of [sven, una]) {
      for (const command of [lookAtCalls, lookAtAttempts] as AnyCommand[]) {
        expect(
          await execute(command, await as(one), { accountId, reason: "curious" }),
        ).toMatchObject({ code: "forbidden" });
      }
      expect(await ask(surveyTraffic, await as(one), {})).toMatchObject({ code: "forbidden" });
    }
    expect((await linesOf("Olga")).length).toBe(before);
    const { data } = valueOf(await ask(listLog, await as(sven), {}));
    expect(data.slice(0, 4).map(({ outcome }) => outcome)).toEqual(Array(4).fill("denied"));
  });

  test("a line that cannot be written undoes the look", async () => {
    const { accountId } = cast.people;
    await owner(
      "alter table activity add constraint no_looks check (action <> 'traffic.look') not valid",
    );
    const refused = await execute(lookAtCalls, await as(tess), { accountId, reason: "in vain" });
    await owner("alter table activity drop constraint no_looks");
    expect(refused).toMatchObject({ ok: false });
    expect(refused).not.toHaveProperty("value");
    const { data } = valueOf(await ask(listLog, await as(sven), {}));
    expect(data.filter(({ particulars }) => particulars.reason === "in vain")).toEqual([]);
  });

  test("the attempts to deliver webhooks likewise, without addresses and content", async () => {
    const { accountId } = cast.people;
    await owner(
      `insert into webhook_attempts (account_id, at, id, endpoint_id, delivery_id, message_id, number, outcome, status,
         duration, bytes_out, bytes_in, request_id, excerpt)
       values ($1, now(), $2, $2, $2, $2, 1, 'status', 503, 84000, 10, 20, 'r', 'sealed')`,
      [accountId, newId()],
    );
    const seen = valueOf(
      await execute(lookAtAttempts, await as(tess), { accountId, reason: "ticket 13" }),
    );
    expect(seen.data).toMatchObject([{ outcome: "status", status: 503, durationMs: 84 }]);
    expect(JSON.stringify(seen)).not.toMatch(/sealed|https?:/);
    expect((await linesOf("Olga"))[0]!.sentence).toBe(
      "Tess Technical (staff) looked at the webhook attempts of Acme: ticket 13",
    );
  });
});

describe("[P40] from a request id to everything it has led to", () => {
  test("call, events, letters; told in the account", async () => {
    const { accountId, Mia } = cast.people;
    const claim = await cast.as("Olga");
    const requestId = claim.request.id;
    valueOf(await execute(sendReset, claim, { userId: Mia.userId }));
    await aCall(accountId, 0, 202, requestId);
    const trace = valueOf(
      await execute(traceRequest, await as(tess), { requestId, reason: "ticket 14" }),
    );
    expect(trace).toMatchObject({
      accounts: [accountId],
      calls: [{ accountId, status: 202, durationMs: 1.5 }],
      events: [{ action: "user.send_reset", outcome: "ok" }],
      letters: [{ kind: "reset", state: "queued" }],
    });
    expect(JSON.stringify(trace)).not.toMatch(/Mia|Olga|example\.test/);
    expect((await linesOf("Olga"))[0]!.sentence).toBe(
      `Tess Technical (staff) looked up the request ${requestId} of Acme: ticket 14`,
    );
  });

  test("one that nobody made is found nowhere, and that was asked stands in the log", async () => {
    const requestId = newId();
    const trace = valueOf(
      await execute(traceRequest, await as(tess), { requestId, reason: "ticket 15" }),
    );
    expect(trace).toMatchObject({ accounts: [], calls: [], events: [] });
    const { data } = valueOf(await ask(listLog, await as(sven), {}));
    expect(data[0]!.sentence).toBe(
      `Tess Technical looked up the request ${requestId} and found nothing: ticket 15`,
    );
  });
});

describe("what the staff see of the whole installation", () => {
  test("counts and states, and no name", async () => {
    for (const one of [tess, sven, una]) {
      const shown = valueOf(await ask(showInstallation, await as(one), {}));
      expect(shown.counts).toEqual(
        expect.arrayContaining([
          { kind: "accounts", state: "active", count: 2, oldest: null },
          { kind: "users", state: "paused", count: 1, oldest: null },
        ]),
      );
      expect(shown.partitions.map(({ table }) => table)).toEqual(["api_calls", "webhook_attempts"]);
      const listed = valueOf(await ask(listAccounts, await as(one), { limit: 1 }));
      const next = valueOf(
        await ask(listAccounts, await as(one), { limit: 1, cursor: listed.nextCursor! }),
      );
      expect([...listed.data, ...next.data].map(({ id }) => id).toSorted()).toEqual(
        [cast.people.accountId, cast.people.nextDoorId].toSorted(),
      );
      expect(next.data.concat(listed.data)).toContainEqual(
        expect.objectContaining({ users: { invited: 1, active: 5, paused: 1, deleted: 0 } }),
      );
      expect(JSON.stringify([shown, listed, next])).not.toMatch(/Acme|Next|Olga|example\.test/);
    }
  });

  test("the traffic of all accounts is one sum", async () => {
    const durations = Array(80).fill(0);
    durations[20] = 3;
    for (const account of [cast.people.accountId, cast.people.nextDoorId]) {
      await owner(
        `insert into traffic_rollups (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited,
           duration, slowest, bytes_in, bytes_out, durations)
         values ($1, 'call', 3600, date_trunc('hour', now()), 'user.list', $2, 3, 1, 1, 0, 6000, 2500, 0, 60, $3)`,
        [account, newId(), durations],
      );
    }
    const survey = valueOf(await ask(surveyTraffic, await as(tess), { period: "day" }));
    expect(survey.total).toMatchObject({
      calls: 6,
      refused: 2,
      failed: 2,
      slowest: 2.5,
      bytesOut: 120,
    });
    expect(survey.operations).toMatchObject([{ operation: "user.list", calls: 6 }]);
    expect(survey.total.p95).toBeGreaterThan(1);
    expect(JSON.stringify(survey)).not.toContain(cast.people.accountId);
  });
});

describe("[P9] [V8.4.1] the database itself insists, with every check of the application switched off", () => {
  const looks: [string, unknown[]][] = [
    ["installation_counts", []],
    ["account_states", [null, null, 10]],
    ["traffic_of_all", [3600, new Date(0), new Date()]],
    ["look_at_calls", ["", null, null, null, null, null, null, 10]],
    ["look_at_attempts", ["", null, null, null, null, null, 10]],
    ["trace_request", [newId()]],
  ];

  test.each(looks)("%s is for the staff alone", async (name, values) => {
    const { accountId, Olga } = cast.people;
    const asked = values.map((value) => (value === "" ? accountId : value));
    const open = ["installation_counts", "account_states"].includes(name);
    for (const [person, may] of [
      [null, false],
      [Olga.personId, false],
      [una.personId, open],
      [tess.personId, true],
    ] as const) {
      const tried = await inTransaction(async (db) => {
        await enterScope(db, person ? null : accountId, person);
        await call(db, name, ...asked);
        return "shown";
      }).catch((error: unknown) => codeOf(error));
      expect(tried, `${name} by ${person}`).toBe(may ? "shown" : "42501");
    }
  });
});
