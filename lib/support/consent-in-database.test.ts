import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { stageKey, stageSession, stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { stageGrant } from "@/lib/cast/stage-support";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { testCast, testRequest } from "@/lib/cast/testing";
import { codeOf, type Database, inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { asItIs } from "@/lib/gate/visible";
import { believe } from "@/lib/gate/believe";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { UserFilter } from "@/lib/users/user";
import { sendReset } from "@/lib/users/send-reset";
import type { SupportNoun } from "./support";

const { owner } = testInstallation();
const cast = testCast();

let sam: StaffOnStage;
let sue: StaffOnStage;
let tables: string[];

beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["technical", "support", "security"]);
  sue = await stageStaff("Sue Support", "sue@staff.test", ["support"]);
  const { accountId, Olga, Mia } = cast.people;
  // Something of everything that an account holds, so that an empty answer means something.
  await execute(sendReset, await cast.as("Olga"), { userId: Mia.userId });
  await execute(pauseUser, await cast.as("Olga"), { userId: cast.people.Aria.userId });
  await stageKey(Olga);
  await stageWebhook(accountId);
  await owner("insert into presence values ($1, $2, now())", [accountId, Mia.userId]);
  await owner(
    `insert into api_calls (account_id, at, request_id, actor_kind, source, method, route, status, duration, bytes_in, bytes_out)
     values ($1, now(), gen_random_uuid(), 'user', 'api', 'GET', '/me', 200, 1, 0, 0)`,
    [accountId],
  );
  const found = await owner<{ name: string }>(
    `select c.relname as name from pg_class c where c.relrowsecurity and not c.relispartition
       and c.relnamespace = 'public'::regnamespace order by 1`,
  );
  tables = found.map(({ name }) => name);
});
beforeEach(() => owner("delete from support_looks; delete from support_grants"));

/** A session of one of the staff; where a grant is named, it has entered with that one. */
async function sessionOf(one: StaffOnStage, grantId: string | null) {
  const token = await stageSession(one);
  await owner("update sessions set grant_id = $2 where person_id = $1 and ended_at is null", [
    one.personId,
    grantId,
  ]);
  return sessionClaim(token, testRequest());
}

type Staff = Awaited<ReturnType<typeof sessionOf>>;

/** A transaction as the gate opens it for this session, in which the application then does whatever it likes. */
const withoutChecks = <T>(claim: Staff, work: (db: Database) => Promise<T>) =>
  inTransaction(async (db) => {
    await believe(db, claim, false, "none");
    await enterScope(db, cast.people.accountId, cast.people.Olga.personId);
    return work(db);
  });

/** How many rows of the account each table shows; those that show none are left out. */
async function seen(claim: Staff): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const own = { persons: "id", person_keys: "person_id", staff: "person_id" }[table];
    const theirs = own
      ? `${own} not in (select person_id from staff)`
      : `${table === "accounts" ? "id" : "account_id"} = '${cast.people.accountId}'`;
    const rows = await withoutChecks(claim, async (db) => {
      const { rows: counted } = await db.$client.query<{ n: number }>(
        `select count(*)::int as n from ${table} where ${theirs.replace("(select person_id from staff)", `('${sam.personId}', '${sue.personId}')`)}`,
      );
      return counted[0]!.n;
    }).catch((error: unknown) => (codeOf(error) === "42501" ? 0 : Promise.reject(error)));
    if (rows) counts[table] = rows;
  }
  return counts;
}

/** Statements that change something of the account, and how many rows each reached. */
async function reached(claim: Staff): Promise<unknown[]> {
  const changes = [
    "update users set title = null",
    "update users set role = 'user'",
    "update sessions set ended_at = now(), ended_by = 'person' where account_id is not null",
    "update webhook_endpoints set state = 'paused'",
    "update support_grants set decision = 'approved', answered_at = now()",
    "delete from users",
    "delete from activity",
  ];
  const results: unknown[] = [];
  for (const change of changes) {
    results.push(
      await withoutChecks(claim, async (db) => {
        const { rowCount } = await db.$client.query(change);
        if (rowCount) await db.$client.query("select 1 / 0"); // leaves everything as it is
        return rowCount;
      }).catch((error: unknown) => (codeOf(error) === "22012" ? "changed" : codeOf(error))),
    );
  }
  return results;
}

describe("[P47] [V8.4.1] the staff, with every check of the application switched off", () => {
  test("reads not one row of any table of an account without a live grant, whatever their roles", async () => {
    expect(tables.length).toBeGreaterThan(20);
    const none = await sessionOf(sam, null);
    expect(await seen(none)).toEqual({});
    for (const state of ["pending", "invited"] as const) {
      const grantId = await stageGrant(cast.people.accountId, sam, { state });
      const asked = await sessionOf(sam, grantId);
      expect(Object.keys(await seen(asked)), state).toEqual(["support_grants"]); // their own request
      await owner("delete from support_grants");
    }
  });

  const opens: Record<SupportNoun, string[]> = {
    users: ["presence", "users"],
    activity: ["activity"],
    account: [],
    webhooks: ["webhook_deliveries", "webhook_endpoints", "webhook_messages"],
    traffic: ["api_calls"],
  };
  test.each(Object.entries(opens))("a live grant of %s opens just that", async (noun, shows) => {
    const { accountId } = cast.people;
    const grantId = await stageGrant(accountId, sam, {
      state: "live",
      nouns: [noun as SupportNoun],
    });
    const inside = await sessionOf(sam, grantId);
    expect(Object.keys(await seen(inside))).toEqual(
      ["account_keys", "accounts", "support_grants", ...shows].toSorted(),
    );
    expect(await withNextDoor(inside)).toBe(0);
  });

  test("is shut out at the end: by the clock, by an owner, off the staff, without the role, with another's grant", async () => {
    const { accountId } = cast.people;
    const grantId = await stageGrant(accountId, sam, { state: "live" });
    const inside = await sessionOf(sam, grantId);
    const others = await sessionOf(sue, grantId);
    const users = async (claim: Staff) => (await seen(claim)).users ?? 0;
    expect(await users(inside)).toBeGreaterThan(5);
    expect(await users(others)).toBe(0);
    for (const [end, undo] of [
      [
        "update support_grants set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 second'",
        "update support_grants set ends_at = now() + interval '1 hour'",
      ],
      [
        "update support_grants set ended_at = now(), ended_by = 'owner'",
        "update support_grants set ended_at = null, ended_by = null",
      ],
      [
        `update staff set ended_at = now() where person_id = '${sam.personId}'`,
        `update staff set ended_at = null where person_id = '${sam.personId}'`,
      ],
      [
        `update staff set roles = 'technical' where person_id = '${sam.personId}'`,
        `update staff set roles = 'technical support security' where person_id = '${sam.personId}'`,
      ],
      ["update sessions set grant_id = null", `update sessions set grant_id = '${grantId}'`],
    ] as const) {
      await owner(end);
      if (!end.includes("staff set ended_at")) expect(await users(inside), end).toBe(0);
      await owner(undo);
      expect(await users(inside), undo).toBeGreaterThan(5);
    }
  });

  test("is shut out in the middle of a transaction, when the time passes", async () => {
    const grantId = await stageGrant(cast.people.accountId, sam, { state: "live" });
    const inside = await sessionOf(sam, grantId);
    const rows = await withoutChecks(inside, async (db) => {
      const count = async () => (await db.$client.query("select from users")).rowCount;
      const before = await count();
      await owner(
        "update support_grants set starts_at = now() - interval '1 hour', ends_at = clock_timestamp()",
      );
      return [before! > 5, await count()];
    });
    expect(rows).toEqual([true, 0]);
  });

  test("finds nothing in what a process keeps in memory, and leaves it whole for everybody else", async () => {
    const adam = await cast.as("Adam");
    const everybody = await ask(listUsers, adam, {});
    const total = everybody.ok ? everybody.value.total : 0;
    expect(total).toBeGreaterThan(5);
    const { accountId, Olga } = cast.people;
    const owning = { ...Olga, kind: "user", sessionId: "", confirmedAt: new Date() } as const;
    const listed = (claim: Staff) =>
      withoutChecks(claim, (db) =>
        listUsers.run({
          db,
          me: owning,
          input: UserFilter.parse({}),
          target: null,
          visible: asItIs,
        }),
      );
    await expect(listed(await sessionOf(sam, null))).rejects.toMatchObject({ code: "not_found" });
    const grantId = await stageGrant(accountId, sam, { state: "live", nouns: ["activity"] });
    expect((await listed(await sessionOf(sam, grantId))).total).toBe(0);
    expect(await ask(listUsers, adam, {})).toMatchObject({ value: { total } });
  });

  test("changes nothing without a grant to act, and never an owner, a role or their own request", async () => {
    const { accountId, Olga, Mia } = cast.people;
    const view = await stageGrant(accountId, sam, {
      ...{ state: "live", mode: "view" },
      nouns: ["users", "webhooks"],
    });
    const looking = await sessionOf(sam, view);
    const title = (db: Database, userId: string) =>
      db.$client.query("update users set title = null where id = $1", [userId]);
    const touched = (claim: Staff, userId: string) =>
      withoutChecks(claim, async (db) => (await title(db, userId)).rowCount);
    expect(await touched(looking, Mia.userId)).toBe(0);
    expect(await reached(looking)).toEqual([0, "42501", 0, 0, "42501", "42501", "42501"]);
    await owner("delete from support_grants");

    const act = await stageGrant(accountId, sam, {
      ...{ state: "live", mode: "act" },
      nouns: ["users", "webhooks"],
    });
    const acting = await sessionOf(sam, act);
    expect(await touched(acting, Mia.userId)).toBe(1);
    expect(await touched(acting, Olga.userId)).toBe(0);
    expect(await reached(acting)).toEqual([
      "changed",
      "42501",
      "changed",
      "changed",
      "42501",
      "42501",
      "42501",
    ]);
  });

  test("and through the gate is refused before, and told that the access has ended", async () => {
    const grantId = await stageGrant(cast.people.accountId, sam, { state: "live" });
    const inside = await sessionOf(sam, grantId);
    await owner("update support_grants set ended_at = now(), ended_by = 'owner'");
    expect(await ask(listUsers, inside, {})).toMatchObject({ code: "grant_ended" });
  });
});

/** Rows of the account next door that a session inside this one sees when it goes over there by hand. */
const withNextDoor = (claim: Staff) =>
  inTransaction(async (db) => {
    await believe(db, claim, false, "none");
    await enterScope(db, cast.people.nextDoorId, cast.people.Nora.personId);
    return (await db.$client.query("select from users")).rowCount;
  });
