import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { acme, castPassword } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageSession, stageUser } from "@/lib/cast/stage";
import { appPool, inTransaction } from "@/lib/db/connection";
import { prepareDatabase } from "@/lib/db/prepare";
import { readEnv } from "@/lib/env";
import { hashed } from "@/lib/passwords/check";
import { clientIpHeader } from "./front-door";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { killed, nextMessage, startProcess } from "./testing";

const ROUNDS = 20;

/** A database of its own, which may be stopped without disturbing anybody. */
let dataDir: string;
let postgres: EmbeddedPostgres;
let olga: OnStage;
let mia: OnStage;
let others: OnStage[];
let token: string;
type Started = Awaited<ReturnType<typeof startProcess>>;
let service: Started | null = null;
let worker: Started | null = null;
let port = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "castellan-kill-"));
  postgres = await startEmbeddedPostgres(dataDir);
  process.env.CASTELLAN_ROOT_KEY = Buffer.alloc(32, 9).toString("base64");
  process.env.CASTELLAN_ORIGIN = "http://localhost:3000";
  const { appUrl } = await prepareDatabase(postgres.ownerUrl, readEnv(process.env));
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  const staged = await stageAccount("Acme", acme);
  ({ Olga: olga, Mia: mia } = staged);
  const hash = await hashed(castPassword);
  others = await inTransaction(async (db) => {
    const many: OnStage[] = [];
    for (let n = 0; n < 200; n++) {
      many.push(
        await stageUser(
          db,
          staged.accountId,
          { name: `User ${n}`, email: `user${n}@example.test`, role: "user", status: "active" },
          hash,
        ),
      );
    }
    return many;
  });
  token = await stageSession(olga, "api");
});

afterEach(async () => {
  await killBoth();
});
afterAll(async () => {
  await appPool().end();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs SQL past every rule, on a connection of its own, since the database comes and goes. */
async function owner<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function start(): Promise<void> {
  service = await startProcess(new URL("./testing-service.ts", import.meta.url), {
    DATABASE_URL: postgres.ownerUrl,
    CASTELLAN_DATA_DIR: dataDir,
    CASTELLAN_POOL_SIZE: "6",
  });
  ({ port } = await nextMessage<{ port: number }>(service));
  await startWorker();
}

/** Starts the worker, and again when it ends by itself, as the launcher does. */
async function startWorker(): Promise<void> {
  const started = await startProcess(new URL("./worker.ts", import.meta.url), {
    DATABASE_URL: postgres.ownerUrl,
  });
  worker = started;
  started.once("exit", (_code, signal) => {
    if (worker === started && signal === null) setTimeout(() => void startWorker(), 500);
  });
}

/** The moment somebody pulls the plug. */
async function killBoth(): Promise<void> {
  const both = [service, worker].filter((one) => one !== null);
  service = null;
  worker = null;
  await Promise.all(both.map(killed));
}

let calls = 0;
/** The request ids of all that was ever answered. */
const answered: string[] = [];

/** Every call that was answered has its row, just one, and no call has one that was never made (P36). */
async function expectEveryCallLogged(): Promise<void> {
  const lastOnes = Date.now() + 15_000;
  let missing: string[] = [];
  do {
    await pause(200);
    const rows = await owner<{ id: string }>("select request_id as id from api_calls");
    const logged = rows.map(({ id }) => id);
    expect(new Set(logged).size).toBe(logged.length);
    missing = answered.filter((id) => !logged.includes(id));
  } while (missing.length && Date.now() < lastOnes);
  expect(missing).toEqual([]);
}

/** The status of one call; null when the server was gone before it answered. */
async function call(method: string, path: string, body?: object): Promise<number | null> {
  calls += 1;
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        [clientIpHeader]: `198.18.${Math.floor(calls / 250) % 250}.${calls % 250}`,
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    await answer.arrayBuffer();
    answered.push(answer.headers.get("x-request-id")!);
    return answer.status;
  } catch {
    return null;
  }
}

const acknowledged = { invited: [] as string[], reset: [] as OnStage[], roles: 0 };
let invitations = 0;
let resets = 0;

/** Three people at once: one invites, one asks for links, one changes a role, until told to stop. */
function hammer(): { stop(): Promise<void> } {
  let on = true;
  const repeat = async (work: () => Promise<void>) => {
    while (on) await work();
  };
  const loops = [
    repeat(async () => {
      const email = `new${(invitations += 1)}@example.test`;
      if ((await call("POST", "/users", { email })) === 201) acknowledged.invited.push(email);
      else await pause(5);
    }),
    repeat(async () => {
      const person = others[(resets += 1) % others.length]!;
      if ((await call("POST", "/password-resets", { email: person.email })) === 202)
        acknowledged.reset.push(person);
      else await pause(5);
    }),
    repeat(async () => {
      const role = acknowledged.roles % 2 ? "user" : "auditor";
      const status = await call("PUT", `/users/${mia.userId}/role`, { role });
      if (status !== null && status < 300) acknowledged.roles += 1;
      else if (status === 409) acknowledged.roles += 1; // done before the kill, never answered
      else await pause(5);
    }),
  ];
  return {
    async stop() {
      on = false;
      await Promise.all(loops);
    },
  };
}

/** What must be so whenever nobody is at work. */
async function expectWhole(): Promise<void> {
  const halves = await owner(
    `select 'an invited user without event' as what, u.id from users u where u.accepted_at is null
        and u.status = 'invited' and u.created_at > (select min(created_at) from users where status = 'invited')
        and (select count(*) from activity a where a.object_id = u.id and a.action = 'user.invite' and a.outcome = 'ok') <> 1
     union all select 'an event without the user', a.object_id from activity a
        where a.action = 'user.invite' and a.outcome = 'ok' and not exists (select from users u where u.id = a.object_id)
     union all select 'an invited user without letter', a.object_id from activity a
        where a.action = 'user.invite' and a.outcome = 'ok'
        and not exists (select from letters l where l.user_id = a.object_id and l.kind = 'invitation' and l.link_id is not null)
     union all select 'roles and events differ', u.id from users u where u.id = $1
        and u.version - 1 <> (select count(*) from activity a where a.object_id = u.id and a.action = 'user.change_role' and a.outcome = 'ok')
     union all select 'the wrong role', u.id from users u where u.id = $1
        and u.role <> case when (u.version - 1) % 2 = 0 then 'user' else 'auditor' end
     union all select 'a reset without letter', a.object_id from activity a join users u on u.id = a.object_id
        where a.action = 'password.answer_reset_request'
        and (select count(*) from letters l where l.person_id = u.person_id and l.kind = 'reset')
          <> (select count(*) from activity b where b.object_id = u.id and b.action = 'password.answer_reset_request')
     union all select 'a queued letter without job', l.id from letters l
        where l.state = 'queued' and not exists (select from graphile_worker._private_jobs j where j.payload ->> 'letterId' = l.id::text)`,
    [mia.userId],
  );
  expect(halves).toEqual([]);
}

/** Waits, at most so long, until the queue is empty and the service answers. */
async function recovered(seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let waiting = -1;
  while (Date.now() < deadline) {
    const [row] = await owner<{ n: number }>(
      "select count(*)::int as n from graphile_worker.jobs where task_identifier <> 'due_users'",
    ).catch(() => []);
    waiting = row?.n ?? -1;
    if (waiting === 0 && (await call("GET", "/me")) === 200) return;
    await pause(100);
  }
  throw new Error(`not recovered: ${waiting} jobs wait; ${worker?.said().slice(-1_500)}`);
}

async function expectNothingLost(): Promise<void> {
  const states = await owner(
    "select state, count(*)::int as n from letters where kind in ('invitation', 'reset') group by state",
  );
  expect(states.filter(({ state }) => state === "queued")).toEqual([]);
  // a reset letter whose link was replaced by a newer one ends without being sent; an invitation never does
  const unsent = await owner(
    `select l.id from letters l where l.kind = 'invitation' and l.state <> 'sent'`,
  );
  expect(unsent).toEqual([]);
  const [{ n: invited } = { n: 0 }] = await owner<{ n: number }>(
    "select count(*)::int as n from activity where action = 'user.invite' and outcome = 'ok'",
  );
  expect(invited).toBeGreaterThanOrEqual(acknowledged.invited.length);
  const [{ n: answered } = { n: 0 }] = await owner<{ n: number }>(
    "select count(*)::int as n from activity where action = 'password.answer_reset_request'",
  );
  const asked = new Set(acknowledged.reset.map(({ userId }) => userId)).size;
  expect(answered).toBeGreaterThanOrEqual(asked);
}

describe("[P36] killed at any moment", () => {
  test(
    `[V2.3.3] ${ROUNDS} times during invitations, resets and role changes: nothing is half done, nothing acknowledged is lost`,
    { timeout: 300_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await owner("delete from limits");
        await start();
        const work = hammer();
        const before = acknowledged.invited.length;
        while (acknowledged.invited.length === before) await pause(10);
        await pause(Math.random() * 300);
        await killBoth();
        await work.stop();
        await expectWhole();
      }
      expect(acknowledged.invited.length).toBeGreaterThanOrEqual(ROUNDS);
      expect(acknowledged.roles).toBeGreaterThan(0);
      expect(acknowledged.reset.length).toBeGreaterThan(0);
      await start();
      await recovered(30);
      await expectWhole();
      await expectNothingLost();
      await expectEveryCallLogged();
      console.info(
        `killed ${ROUNDS} times: ${acknowledged.invited.length} invitations, ${acknowledged.reset.length} resets, ${acknowledged.roles} role changes acknowledged; ${answered.length} calls answered, each logged`,
      );
    },
  );
});

describe("the database stopped and started under load", () => {
  test.each(["fast", "immediate"] as const)(
    "[V16.5.2] %s: the service comes back by itself and leaves no connection behind",
    { timeout: 120_000 },
    async (how) => {
      await owner("delete from limits");
      await start();
      const { pid } = service!;
      const work = hammer();
      await pause(500);
      if (how === "fast") await postgres.stop();
      else {
        process.kill(postgres.pid, "SIGQUIT");
        await postgres.ended;
      }
      expect([503, null]).toContain(await call("GET", "/me"));
      await pause(500);
      postgres = await startEmbeddedPostgres(dataDir, { port: postgres.port });
      await pause(500);
      await work.stop();
      await recovered(30);
      expect(service!.pid).toBe(pid);
      expect(service!.exitCode).toBeNull();
      await expectWhole();
      await expectNothingLost();
      await expectEveryCallLogged();
      const left = await owner<{ state: string; n: number }>(
        "select state, count(*)::int as n from pg_stat_activity where application_name = 'castellan' group by state",
      );
      expect(left.filter(({ state }) => state !== "idle")).toEqual([]);
      expect(left[0]?.n ?? 0).toBeLessThanOrEqual(12);
    },
  );
});
