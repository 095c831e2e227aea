import { createPublicKey } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { newCall } from "@/lib/api/call";
import { listKeys } from "@/lib/api-keys/list-keys";
import { replayErasures } from "@/lib/backups/replay-erasures";
import { acme, castPassword } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageKey, stageUser } from "@/lib/cast/stage";
import { stageExport } from "@/lib/cast/stage-export";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { claimOf, stranger, testRequest } from "@/lib/cast/testing";
import { closeAccount } from "@/lib/closures/close-account";
import { appPool, inTransaction } from "@/lib/db/connection";
import { prepareDatabase } from "@/lib/db/prepare";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { type Claim, jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { enqueueFanOut } from "@/lib/jobs/enqueue";
import { listMailbox } from "@/lib/mail/mailbox";
import { hashed } from "@/lib/passwords/check";
import { forgetGone } from "@/lib/purge/forget-gone";
import { showCertificate } from "@/lib/purge/show-certificate";
import { faultOf, publicKeys } from "@/lib/purge/signing";
import { purgedTables } from "@/lib/purge/tables";
import { openSession } from "@/lib/sessions/open-session";
import { startCallLog } from "@/lib/traffic/call-log";
import { editUser } from "@/lib/users/edit-user";
import { inviteUser } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { findEncodedCanaries } from "@/lib/vault/canaries";
import { knownVault } from "@/lib/vault/vaults";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { killed, nextMessage, startProcess } from "./testing";

const LEAST_KILLS = 12;
const EVENTS = 12_000;

/** A database of its own, whose files can be searched. */
let dataDir: string;
let postgres: EmbeddedPostgres;
let client: pg.Client;
let accountId: string;
let people: OnStage[];
/** has a place next door too, and stays */
let elsewhere: OnStage;
let nora: OnStage;

/** Fifty things nobody else has: names, addresses, titles, reasons, keys, webhooks. */
const canaries = Array.from({ length: 50 }, (_, n) => `kanarie-${n}-7b1e`);
const ACCOUNT = `Holding ${canaries[49]}`;
const named = (n: number) => ({
  name: `Person ${canaries[n]}`,
  email: `${canaries[n]}@example.test`,
  role: n === 0 ? ("owner" as const) : ("user" as const),
  status: "active" as const,
  title: `Title ${canaries[n]}`,
});

const owner = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await client.query<Row>(sql, values)).rows;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "castellan-purge-"));
  postgres = await startEmbeddedPostgres(dataDir);
  process.env.CASTELLAN_ROOT_KEY = Buffer.alloc(32, 9).toString("base64");
  process.env.CASTELLAN_ORIGIN = "http://localhost:3000";
  process.env.CASTELLAN_DATA_DIR = dataDir;
  const { appUrl } = await prepareDatabase(postgres.ownerUrl, readEnv(process.env));
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  await stage();
}, 180_000);
afterAll(async () => {
  await client.end();
  await appPool().end();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** An account with something of everything. */
async function stage(): Promise<void> {
  const { accountId: id, Olga } = await stageAccount(ACCOUNT, { Olga: named(0) });
  accountId = id;
  const hash = await hashed(castPassword);
  people = await inTransaction(async (db) => {
    const all = [Olga];
    for (let n = 1; n < 40; n++) all.push(await stageUser(db, accountId, named(n), hash));
    return all;
  });
  ({ Nora: nora, Elsewhere: elsewhere } = await stageAccount("Next door", {
    Nora: { ...acme.Olga, name: "Nora Next", email: "nora@example.test" },
    Elsewhere: { ...named(1), name: "Somebody next door" },
  }));
  const claim = await claimOf(Olga);
  for (const name of canaries.slice(40, 43)) await stageKey(Olga, { name });
  for (const host of canaries.slice(43, 46))
    await stageWebhook(accountId, { url: `https://${host}.example/hook` });
  for (const [n, reason] of canaries.slice(46, 48).entries())
    await execute(pauseUser, claim, { userId: people[n + 2]!.userId, reason });
  await execute(inviteUser, claim, { email: `${canaries[48]}@example.test` });
  await execute(editUser, claim, { userId: people[5]!.userId, title: "Reader" });
  await execute(openSession, stranger(), {
    email: people[6]!.email,
    password: "wrong, and counted",
  });
  await owner(
    `insert into activity (account_id, id, at, action, outcome, actor_kind, actor_id, object_kind, object_id, source,
       request_id, actor_detail, detail, salt)
     select account_id, gen_random_uuid(), at - n * interval '1 millisecond', action, outcome, actor_kind, actor_id,
       object_kind, object_id, source, request_id, actor_detail, detail, salt
     from (select * from activity where account_id = $1 and action = 'user.invite') one, generate_series(1, $2::int) n`,
    [accountId, EVENTS],
  );
  await inTransaction((db) => enqueueFanOut(db, accountId));
  await logCall(Olga);
  const copyOf = { accountId: null, personId: elsewhere.personId };
  await stageExport(copyOf, people[1]!.userId, `about ${canaries[1]}`);
  writeFileSync(archive(), `about ${canaries[0]}`);
  await owner(
    `insert into exports (id, kind, account_id, state, requested_by, request_id, run) values ($1, 'account', $2, 'running', $1, 'r', $1)`,
    [Olga.userId, accountId],
  );
}

/** An archive of the account, here in the clear: a file that must not be there any more. */
const archive = () => join(dataDir, "files", "exports", `${people[0]!.userId}.zip.age`);

/** One call that is stored, and one that waits on the disk of a process that is no more. */
async function logCall({ userId, personId }: OnStage): Promise<void> {
  const caller = { ...named(0), kind: "user" as const, userId, personId, accountId };
  const request = () => ({
    ...testRequest(),
    caller: { ...caller, sessionId: userId, confirmedAt: new Date() },
  });
  const calls = startCallLog(dataDir);
  calls.answered(newCall(request(), "GET"), { status: 200 });
  await calls.store();
  await calls.stop();
  const [row] = await owner<{ n: number }>("select count(*)::int as n from api_calls");
  expect(row).toEqual({ n: 1 });
}

/** Rows of the account by table, read past every rule. */
async function rowsLeft(): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const { name, account } of await purgedTables(client)) {
    const [row] = await owner<{ n: number }>(
      `select count(*)::int as n from ${name} where ${account} = $1`,
      [accountId],
    );
    if (row!.n) left[name] = row!.n;
  }
  return left;
}

/** Every row of every table as one text. */
async function everyRow(): Promise<string> {
  const tables = await owner<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'graphile_worker') and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const all: unknown[] = [];
  for (const { name } of tables) all.push(await owner(`select t::text from ${name} t`));
  return JSON.stringify(all);
}

/** Every file below the data directory, the database's own and its log among them. */
function everyFile(): Buffer[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** What people of the account could read of it. */
async function readable(claim: Claim): Promise<string> {
  const answers = [
    await ask(listUsers, claim, { limit: 100 }),
    await ask(listKeys, claim, {}),
    await ask(listWebhooks, claim, {}),
    await ask(listActivity, claim, { limit: 100, action: "user.pause" }),
  ];
  return JSON.stringify(answers);
}

const found = (text: string) => canaries.filter((one) => text.includes(`${one}`));

describe("the purge of an account", () => {
  let kills = 0;
  let before: Record<string, number>;

  test("before: every canary is there to be read, and nowhere in the clear but in the take-out", async () => {
    const text = (await readable(await claimOf(people[0]!))) + ACCOUNT;
    expect(canaries.filter((one) => !found(text).includes(one))).toEqual([]);
    expect(findEncodedCanaries(await everyRow(), canaries)).toEqual([]);
    expect(everyFile().filter((bytes) => bytes.includes(canaries[0]!))).toHaveLength(1);
    // the search sees what is there: ids stand in the clear
    expect((await everyRow()).includes(people[3]!.userId)).toBe(true);
    const id = Buffer.from(people[3]!.userId.replaceAll("-", ""), "hex");
    await owner("checkpoint");
    expect(everyFile().some((bytes) => bytes.includes(id))).toBe(true);
  });

  test(
    "[P64] [P65] killed again and again at any point, it completes once, and counts every row once",
    { timeout: 240_000 },
    async () => {
      const closed = await execute(closeAccount, await claimOf(people[0]!), {
        ...{ name: ACCOUNT, password: castPassword, onRequest: true, reason: canaries[7] },
      });
      expect(closed).toMatchObject({ ok: true });
      await owner(
        "update closures set cooling_since = now() - interval '31 days', cooling_ends_at = now() - interval '1 day'",
      );
      before = await rowsLeft();
      expect(Object.keys(before).length).toBeGreaterThanOrEqual(15);
      for (let finished = false; !finished;) {
        const purger = await startProcess(new URL("./testing-purger.ts", import.meta.url), {
          DATABASE_URL: postgres.ownerUrl,
        });
        await nextMessage(purger);
        const ended = nextMessage(purger).then(
          () => true,
          () => false,
        );
        const patience = kills < LEAST_KILLS ? 20 + Math.random() * 90 : 60_000;
        finished = await Promise.race([ended, pause(patience, false, { ref: false })]);
        if (!finished) kills += 1;
        await killed(purger);
      }
      expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS);
      expect(await rowsLeft()).toEqual({});
      const [purge] = await owner<{ statement: string }>(
        "select statement from purges where kind = 'account' and account_id = $1",
        [accountId],
      );
      const { deleted } = JSON.parse(purge!.statement) as { deleted: Record<string, number> };
      // keys went before; presence, links and letters may go with whom they hang on
      const { account_keys: _keys, ...counted } = before;
      for (const [table, n] of Object.entries(counted))
        expect([table, deleted[table]]).toEqual([table, n]);
      console.info(`purged ${EVENTS} events and the rest through ${kills} kills`);
    },
  );

  test("[P65] persons who belong nowhere else went too; who has another place works on there", async () => {
    const gone = people.filter(({ personId }) => personId !== elsewhere.personId);
    expect(
      await owner("select from persons where id = any ($1)", [
        gone.map(({ personId }) => personId),
      ]),
    ).toEqual([]);
    expect(
      await execute(openSession, stranger(), { email: elsewhere.email, password: castPassword }),
    ).toMatchObject({ ok: true });
    expect(await ask(listUsers, await claimOf(nora), {})).toMatchObject({ ok: true });
    // the copy of their own data held the account too
    expect(
      await owner("select state, file_key from exports where person_id = $1", [elsewhere.personId]),
    ).toEqual([{ state: "cancelled", file_key: null }]);
  });

  test("[P65] fifty canaries: nothing in any table, in any file of the data directory, in any log", async () => {
    const rows = await everyRow();
    expect(findEncodedCanaries(rows, canaries)).toEqual([]);
    for (const { userId, personId } of people.slice(2))
      expect([rows.includes(userId), rows.includes(personId)]).toEqual([false, false]);
    await owner("vacuum");
    await owner("checkpoint");
    // what dead rows and the write-ahead log still hold is ciphertext
    for (const bytes of everyFile())
      expect(canaries.filter((one) => bytes.includes(one))).toEqual([]);
    expect(existsSync(archive())).toBe(false);
    const jobs = await owner<{ payload: object }>(
      "select payload from graphile_worker._private_jobs",
    );
    expect(JSON.stringify(jobs)).not.toContain(accountId);
  });

  test("[P65] other processes forget its keys", async () => {
    const held = () => knownVault(`account:${accountId}`) !== undefined;
    expect(held()).toBe(true); // this process staged it
    await forgetGone();
    expect(held()).toBe(false);
  });

  test("[P65] [P66] the owners have the certificate by letter, and it verifies with the public key alone", async () => {
    const letters = (await listMailbox()).filter(
      ({ subject }) => subject === "Certificate of deletion",
    );
    expect(letters.map(({ to }) => to)).toEqual([people[0]!.email]);
    const [, code] = /\/trust\/certificates\/([\w-]{43})/.exec(letters[0]!.text)!;
    const shown = await ask(showCertificate, stranger(), { code });
    if (!shown.ok) throw new Error(shown.code);
    const keys = (await inTransaction(publicKeys)).map(({ pem }) => createPublicKey(pem));
    expect(faultOf(shown.value, keys)).toBeNull();
    expect(shown.value.statement).toMatchObject({
      ...{ kind: "account", account: accountId, lane: "on_request", backupsGoneBy: null },
      keys: { destroyed: 41 }, // the account's, and those of forty persons who were nowhere else, one only invited
    });
    const forged = structuredClone(shown.value);
    forged.statement.deleted.activity! -= 1;
    expect(faultOf(forged, keys)).toBe("The certificate is not as it was signed.");
    expect(
      await ask(showCertificate, stranger(), { code: code!.replace(/.$/, "A") }),
    ).toMatchObject(code!.endsWith("A") ? {} : { code: "not_found" });
  });

  test("[P64] [P66] brought back whole by a restore, it is purged again before anyone is served", async () => {
    // as a backup from before has it: the account and its people, and nothing of the purge
    const { accountId: back, Olga } = await stageAccount("Restored", { Olga: { ...acme.Olga } });
    await stageKey(Olga);
    const session = await claimOf(Olga);
    await execute(closeAccount, session, {
      name: "Restored",
      password: castPassword,
      onRequest: true,
    });
    await owner(
      "update closures set cooling_since = now() - interval '31 days', cooling_ends_at = now() - interval '1 day' where account_id = $1",
      [back],
    );
    const { journalErasure } = await import("@/lib/backups/journal");
    await inTransaction(async (db) => {
      const erased = { kind: "account" as const, accountId: back, objectId: back, personId: null };
      await journalErasure(db, erased, new Date());
      throw new Error("undone");
    }).catch(() => {});
    expect(await replayErasures(client, readEnv(process.env))).toMatchObject({ replayed: 1 });
    for (const table of ["users", "activity", "api_keys", "closures", "account_keys"])
      expect(await owner(`select from ${table} where account_id = $1`, [back]), table).toEqual([]);
    expect(await owner("select from accounts where id = $1", [back])).toEqual([]);
    expect(await owner("select from persons where id = $1", [Olga.personId])).toEqual([]);
    expect(await ask(listUsers, jobClaim(back), {})).toMatchObject({ ok: false });
  });
});
