import { setTimeout as pass } from "node:timers/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";

import { createApi } from "@/lib/api/api";
import { type Method, type Route, routes } from "@/lib/api/routes";
import { sessionIdOf, tries, type Try } from "@/lib/cast/every-verb";
import { chance } from "@/lib/cast/chance";
import { acme, nextDoor } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageKey, stageSession } from "@/lib/cast/stage";
import { stageGrant } from "@/lib/cast/stage-support";
import { stageExport } from "@/lib/cast/stage-export";
import { stageChange } from "@/lib/cast/stage-registers";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { testRequest } from "@/lib/cast/testing";
import { inviteUser } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/list-users";
import { appPool, codeOf, type Database, inTransaction } from "./connection";
import { enterScope } from "./scope";
import { testInstallation } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
  process.env.CASTELLAN_POOL_SIZE = "2";
});

const { owner } = testInstallation();
const api = createApi();

type Acme = { accountId: string } & Record<keyof typeof acme, OnStage>;
type Neighbours = { accountId: string; Nora: OnStage; Nils: OnStage };
let here: Acme;
let there: Neighbours;
let neighboursSession: string;
let neighboursKey: string;
let neighboursWebhook: string;
let neighboursGrant: string;
let neighboursExport: string;

beforeAll(async () => {
  here = await stageAccount("Acme", acme);
  const Nils = {
    name: "Nils Next",
    email: "nils@example.test",
    role: "user",
    status: "paused",
  } as const;
  there = await stageAccount("Next door", { ...nextDoor, Nils });
  neighboursSession = await sessionIdOf(there.Nora);
  neighboursKey = (await stageKey(there.Nora)).keyId;
  neighboursWebhook = (await stageWebhook(there.accountId)).webhookId;
  neighboursGrant = await stageGrant(there.accountId, there.Nora);
  neighboursExport = await stageExport(
    { accountId: there.accountId, personId: null },
    there.Nora.userId,
  );
  await stageExport({ accountId: here.accountId, personId: null }, here.Olga.userId);
  // Something of everything, on both sides, so that an empty answer means something.
  for (const [account, one, guest] of [
    [here.accountId, here.Olga, "here"],
    [there.accountId, there.Nora, "there"],
  ] as const) {
    const claim = sessionClaim(await stageSession(one), testRequest());
    await execute(inviteUser, claim, { email: `guest-${guest}@example.test` });
    await owner("insert into presence values ($1, $2, now())", [account, one.userId]);
    await owner(
      "insert into ledger values ($1, gen_random_uuid(), now(), 'user', 'user', null, 1, 'r')",
      [account],
    );
    await aRowOfTheRest(account, one);
  }
});

/** One row each of what developers and the staff leave behind; nothing in them is ever opened here. */
async function aRowOfTheRest(account: string, { userId, personId }: OnStage): Promise<void> {
  const [{ id } = { id: "" }] = await owner<{ id: string }>("select gen_random_uuid() as id");
  for (const [table, columns, values] of [
    [
      "api_keys",
      "id, key_hash, name, hint, holder_id, scopes, expires_at",
      "$2::uuid, decode(md5(random()::text), 'hex'), '', 'hint', $3, 'users:read', now()",
    ],
    [
      "api_calls",
      "at, request_id, actor_kind, source, method, route, status, duration, bytes_in, bytes_out",
      "now(), $2, 'user', 'api', 'GET', '/me', 200, 1, 0, 0",
    ],
    [
      "traffic_rollups",
      "kind, span, at, operation, subject_id, calls, refused, failed, limited, duration, slowest, bytes_in, bytes_out, durations",
      "'call', 60, now(), 'me.show', $2, 1, 0, 0, 0, 1, 1, 0, 0, '{}'",
    ],
    [
      "webhook_endpoints",
      "id, url, topics, thin, state, created_by",
      "$2, '', '*', false, 'active', $3",
    ],
    [
      "disclosures",
      "id, processor, purpose, fields, bytes, request_id",
      "$2::uuid, 'mail', 'deliver_letter', 'email', 1, 'r'",
    ],
    ["erasure_requests", "id, user_id", "$2::uuid, $3"],
    ["closures", "id, requested_by, on_request, second_owner", "$2, $3, false, true"],
    ["holds", "id, category, placed_by, until", "$2, 'legal', $3, now()"],
    ["webhook_secrets", "endpoint_id, id, secret", "$2, $2, ''"],
    ["webhook_messages", "id, topic, request_id", "$2, 'user.pause', 'r'"],
    [
      "webhook_deliveries",
      "id, endpoint_id, message_id, topic, sequence, state",
      "$2, $2, $2, 'user.pause', 1, 'pending'",
    ],
    [
      "webhook_attempts",
      "at, id, endpoint_id, delivery_id, message_id, number, outcome, duration, bytes_out, bytes_in, request_id",
      "now(), $2, $2, $2, $2, 1, 'delivered', 1, 0, 0, 'r'",
    ],
    ["imports", "id", "$2"],
  ] as const) {
    const given = values.includes("$3") ? [account, id, userId] : [account, id];
    await owner(`insert into ${table} (account_id, ${columns}) values ($1, ${values})`, given);
  }
  const { changeId } = await stageChange();
  await owner("insert into processor_objections values ($1, $2, $3, '')", [
    account,
    changeId,
    userId,
  ]);
  await owner("insert into staff (id, person_id, name, roles) values ($1, $2, '', 'support')", [
    id,
    personId,
  ]);
  const grantId = await stageGrant(account, { personId });
  await owner(
    `with opened as (insert into support_reviews (quarter, due_at) values ('2020-01-01', now())
       on conflict (quarter) do update set due_at = now() returning id)
     insert into support_review_items (review_id, staff_id, person_id, account_id, grant_id)
       select id, $2, $3, $1, $4 from opened`,
    [account, id, personId, grantId],
  );
  await owner(
    `insert into support_looks (account_id, id, grant_id, kind, action, fields, request_id, detail)
     values ($1, $2, $3, 'look', 'user.list', '', 'r', '')`,
    [account, id, grantId],
  );
  await owner(
    `insert into support_unmasks (account_id, grant_id, object_kind, object_id, field, reason)
     values ($1, $2, 'user', $3, 'email', '')`,
    [account, grantId, userId],
  );
}

/** Tables of accounts and persons, and which of their rows belong to an account. */
const belongs = {
  accounts: "id = $1",
  account_keys: "account_id = $1",
  users: "account_id = $1",
  presence: "account_id = $1",
  ledger: "account_id = $1",
  activity: "account_id = $1",
  sessions: "person_id in (select person_id from users where account_id = $1)",
  links: "person_id in (select person_id from users where account_id = $1)",
  letters: "person_id in (select person_id from users where account_id = $1)",
  disclosures: "account_id = $1",
  persons: "id in (select person_id from users where account_id = $1)",
  person_keys: "person_id in (select person_id from users where account_id = $1)",
  api_keys: "account_id = $1",
  erasure_requests: "account_id = $1",
  closures: "account_id = $1",
  holds: "account_id = $1",
  api_calls: "account_id = $1",
  traffic_rollups: "account_id = $1",
  webhook_endpoints: "account_id = $1",
  webhook_secrets: "account_id = $1",
  webhook_messages: "account_id = $1",
  webhook_deliveries: "account_id = $1",
  webhook_attempts: "account_id = $1",
  exports: "account_id = $1",
  imports: "account_id = $1",
  processor_objections: "account_id = $1",
  staff: "person_id in (select person_id from users where account_id = $1)",
  support_grants: "account_id = $1",
  support_looks: "account_id = $1",
  support_unmasks: "account_id = $1",
  support_review_items: "account_id = $1",
} as const;
const tables = Object.keys(belongs) as (keyof typeof belongs)[];

/** Everything of an account as one text, read past every rule. */
async function everythingOf(accountId: string): Promise<string> {
  const all: unknown[] = [];
  for (const table of tables) {
    all.push(
      await owner(`select t::text from ${table} t where ${belongs[table]} order by 1`, [accountId]),
    );
  }
  return JSON.stringify(all);
}

test("the list of tables is the list of what row-level security protects", async () => {
  const rows = await owner<{ name: string }>(
    "select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace",
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...tables].toSorted());
});

describe("[V8.2.2] over the API, with ids from next door", () => {
  const calls = Object.entries(routes).flatMap(([path, methods]) =>
    (Object.entries(methods) as [Method, Route][])
      .filter(() => path.includes(":") && !path.startsWith("/operator/"))
      .map(([method, route]) => ({
        method,
        path,
        verb: ("command" in route ? route.command : route.query).name,
      })),
  );

  test.each(calls)(
    "$method $path finds nobody, and changes nothing there",
    async ({ method, path, verb }) => {
      const attempt: Try = tries[verb];
      const before = await everythingOf(there.accountId);
      for (const name of ["Olga", "Adam", "Aria", "Mia"] as const) {
        const token = await stageSession(here[name]);
        for (const them of [there.Nora, there.Nils]) {
          const ids = {
            userId: them.userId,
            sessionId: neighboursSession,
            keyId: neighboursKey,
            webhookId: neighboursWebhook,
            deliveryId: neighboursWebhook,
            requestId: neighboursWebhook,
            grantId: neighboursGrant,
            exportId: neighboursExport,
          };
          const {
            userId: _user,
            sessionId: _session,
            keyId: _key,
            webhookId: _webhook,
            deliveryId: _delivery,
            requestId: _request,
            grantId: _grant,
            exportId: _export,
            ...body
          } = {
            ...(verb === "user.cancel_email_change"
              ? {}
              : await attempt.input({ me: here[name], them: here.Mia })),
          } as Record<string, string>;
          const address = path.replaceAll(/:(\w+)/g, (_, id: keyof typeof ids) => ids[id]);
          const answer = await call(method, address, token, body);
          // Calls are nobody's object: whoever may not read them is told so, whatever the id.
          const mayNot = verb === "traffic.show" && name === "Mia";
          const [status, code] = mayNot ? [403, "forbidden"] : [404, "not_found"];
          expect({ by: name, status: answer.status }).toEqual({ by: name, status });
          expect(answer.body).toMatchObject({ code });
        }
      }
      expect(await everythingOf(there.accountId)).toBe(before);
    },
  );

  test("a user of one's own with a session from next door, and an account one is not in", async () => {
    const before = await everythingOf(there.accountId);
    const token = await stageSession(here.Olga);
    for (const [method, address, body] of [
      ["DELETE", `/users/${here.Mia.userId}/sessions/${neighboursSession}`, {}],
      ["DELETE", `/me/sessions/${neighboursSession}`, {}],
      ["PUT", "/me/account", { accountId: there.accountId }],
    ] as const) {
      expect((await call(method, address, token, body)).status, address).toBe(404);
    }
    expect(await everythingOf(there.accountId)).toBe(before);
  });

  test("filters and cursors from next door show nothing of there", async () => {
    const token = await stageSession(here.Olga);
    for (const filter of [
      `actor=${there.Nora.userId}`,
      `object=${there.Nora.userId}`,
      `object=${there.accountId}`,
    ]) {
      expect((await call("GET", `/activity?${filter}`, token)).body, filter).toMatchObject({
        data: [],
      });
    }
    expect((await call("GET", `/users?q=${there.Nora.userId}`, token)).body).toMatchObject({
      data: [],
    });
    const page = await call("GET", "/users?limit=1", await stageSession(there.Nora));
    const { nextCursor } = page.body as { nextCursor: string };
    expect(nextCursor).toEqual(expect.any(String));
    const stolen = await call(
      "GET",
      `/users?limit=1&cursor=${encodeURIComponent(nextCursor)}`,
      token,
    );
    expect(stolen.status).toBe(422);
  });
});

async function call(method: Method, address: string, token: string, body: object = {}) {
  const request = new Request(`http://localhost:3000/api/v1${address}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: method === "GET" ? undefined : JSON.stringify(body),
  });
  const response = await api(request, { ip: "203.0.113.9" });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as object };
}

describe("[P20] [V8.4.1] row-level security alone, with every check of the application switched off", () => {
  /** SQL as the application could send it at worst: on its own login, in Acme's scope. */
  const inAcme = <T>(work: (db: Database) => Promise<T>) =>
    inTransaction(async (db) => {
      await enterScope(db, here.accountId, here.Olga.personId);
      return work(db);
    });

  /** What a statement did: how many rows, or the code it was refused with. */
  const tried = (statement: string, values: unknown[]) =>
    inAcme(async (db) => (await db.$client.query(statement, values)).rowCount).catch(
      (error: unknown) => codeOf(error),
    );

  test.each(tables)("%s: not one row from next door is read", async (table) => {
    const rows = await owner<{ row: string }>(
      `select t::text as row from ${table} t where ${belongs[table]}`,
      [there.accountId],
    );
    expect(rows.length).toBeGreaterThan(0);
    const seen = await inAcme(async (db) => {
      const { rows: found } = await db.$client.query<{ row: string }>(
        `select t::text as row from ${table} t`,
      );
      return found.map(({ row }) => row);
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => seen.includes(row))).toEqual([]);
  });

  test.each(tables)(
    "%s: rows from next door are neither changed nor deleted nor made",
    async (table) => {
      const before = await everythingOf(there.accountId);
      const [column] = await owner<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0
         and has_column_privilege('castellan_app', attrelid, attnum, 'update') limit 1`,
        [table],
      );
      const mine = `not (${belongs[table].replace("$1", `'${here.accountId}'`)})`;
      const set = column && `${column.name} = ${column.name}`;
      expect([undefined, 0, "42501"]).toContain(
        set && (await tried(`update ${table} set ${set} where ${mine}`, [])),
      );
      expect([0, "42501"]).toContain(await tried(`delete from ${table} where ${mine}`, []));

      const [sample] = await owner<{ row: object }>(
        `select to_jsonb(t) as row from ${table} t where ${belongs[table]} limit 1`,
        [there.accountId],
      );
      expect(
        await tried(
          `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`,
          [JSON.stringify(sample!.row)],
        ),
      ).toBe("42501");
      expect(await everythingOf(there.accountId)).toBe(before);
    },
  );

  test("a row of one's own cannot be moved next door", async () => {
    for (const table of ["users", "presence", "sessions", "links", "letters"]) {
      expect(await tried(`update ${table} set account_id = $1`, [there.accountId]), table).toBe(
        "42501",
      );
    }
  });

  test.each(tables)("%s: without a scope there is nothing", async (table) => {
    const seen = await inTransaction((db) => db.$client.query(`select from ${table}`));
    expect(seen.rowCount).toBe(0);
  });

  test("a scope that is no account shows nothing, and one that is no id is an error", async () => {
    const seen = await inTransaction(async (db) => {
      await enterScope(db, "00000000-0000-0000-0000-000000000000");
      return db.$client.query("select from users");
    });
    expect(seen.rowCount).toBe(0);
    await expect(
      inTransaction(async (db) => {
        await enterScope(db, "' or true --");
        return db.$client.query("select from users");
      }),
    ).rejects.toMatchObject({ code: "22P02" });
  });
});

describe("[V8.4.1] [V15.4.1] connections that accounts share", () => {
  const scope =
    "select current_setting('castellan.account_id', true) as account, pg_backend_pid() as pid";
  type Scope = { account: string | null; pid: number };
  const scopeNow = () =>
    inTransaction(async (db) => (await db.$client.query<Scope>(scope)).rows[0]!);

  test("after a commit and after a rollback the scope is empty", async () => {
    for (const ends of ["commit", "rollback"]) {
      await inTransaction(async (db) => {
        await enterScope(db, here.accountId, here.Olga.personId);
        if (ends === "rollback") throw new Error("on purpose");
      }).catch(() => {});
      for (let times = 0; times < 4; times++) expect((await scopeNow()).account || "").toBe("");
    }
  });

  test("[P20] two thousand interleaved transactions on two connections, many aborted, never see a row from next door", async () => {
    const sides = [here.accountId, there.accountId];
    const foreign: unknown[] = [];
    let seen = 0;
    let aborted = 0;
    const one = async (round: number) => {
      const luck = chance(round);
      const account = luck.happens(0.1) ? null : luck.of(sides);
      await inTransaction(
        async (db) => {
          if (luck.happens(0.05)) throw new Error("before the scope");
          await enterScope(db, account);
          for (let step = 0; step < luck.between(1, 4); step++) {
            const table = luck.of(["users", "activity", "letters", "account_keys"]);
            if (luck.happens(0.08)) await db.$client.query("select 1 / 0");
            const { rows } = await db.$client.query<{ account_id: string }>(
              `select account_id from ${table}`,
            );
            seen += rows.length;
            foreign.push(...rows.filter(({ account_id }) => account_id !== account));
            if (luck.happens(0.1)) await pass(0);
            if (luck.happens(0.1)) throw new Error("in the middle");
          }
        },
        luck.happens(0.5) ? "read" : "write",
      ).catch(() => aborted++);
    };
    const rounds = Array.from({ length: 2_000 }, (_, round) => round);
    const lane = async () => {
      for (let round = rounds.pop(); round !== undefined; round = rounds.pop()) await one(round);
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    expect(foreign).toEqual([]);
    expect(seen).toBeGreaterThan(1_000);
    expect(aborted).toBeGreaterThan(200);
  });

  test("people of two accounts asking at once see their own account alone", async () => {
    const sides = [
      { account: here, claim: sessionClaim(await stageSession(here.Olga), testRequest()) },
      { account: there, claim: sessionClaim(await stageSession(there.Nora), testRequest()) },
    ];
    const own = await Promise.all(
      sides.map(async ({ account }) =>
        (
          await owner<{ id: string }>("select id from users where account_id = $1", [
            account.accountId,
          ])
        ).map(({ id }) => id),
      ),
    );
    await Promise.all(
      Array.from({ length: 200 }, async (_, turn) => {
        const side = turn % 2;
        const answer = await ask(listUsers, sides[side]!.claim, {});
        if (!answer.ok) throw new Error(answer.code);
        expect(answer.value.data.length).toBeGreaterThan(0);
        for (const { id } of answer.value.data) expect(own[side]).toContain(id);
      }),
    );
  });

  test("a connection whose rollback failed is destroyed, not handed on", async () => {
    let poisoned = 0;
    await inTransaction(async (db) => {
      await enterScope(db, there.accountId);
      poisoned = (await db.$client.query<Scope>(scope)).rows[0]!.pid;
      const lost = Promise.reject(new Error("the network is gone"));
      vi.spyOn(db.$client, "query").mockReturnValue(lost as unknown as void);
      throw new Error("on purpose");
    }).catch(() => {});
    const next = await Promise.all(Array.from({ length: 6 }, scopeNow));
    expect(poisoned).toBeGreaterThan(0);
    for (const { account, pid } of next) {
      expect(pid).not.toBe(poisoned);
      expect(account || "").toBe("");
    }
  });

  test("a connection that the server ended is replaced, and none leaks", async () => {
    for (let times = 0; times < 5; times++) {
      await expect(
        inTransaction((db) => db.$client.query("select pg_terminate_backend(pg_backend_pid())")),
      ).rejects.toThrow();
    }
    expect((await scopeNow()).account || "").toBe("");
    expect(appPool().totalCount).toBeLessThanOrEqual(2);
    expect(appPool().totalCount).toBe(appPool().idleCount);
  });
});
