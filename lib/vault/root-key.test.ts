import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { createAccountRow } from "@/lib/accounts/rows";
import { claimOf, testCast } from "@/lib/cast/testing";
import { rotateRootKey } from "@/lib/cli/rotate-root-key";
import { inTransaction } from "@/lib/db/connection";
import { prepareDatabase } from "@/lib/db/prepare";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { inviteUser } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/list-users";
import { showUser } from "@/lib/users/show-user";
import { purposes } from "./keyring";
import { newRootKey, type RootKey, rootKeyOf, rootKeys } from "./root-key";
import { forgetVault } from "./vaults";
import { unwrap, wrap } from "./wrap";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

const dataDir = mkdtempSync(join(tmpdir(), "castellan-root-key-"));
const given = () => process.env.CASTELLAN_ROOT_KEY!;
let original: string;
beforeAll(() => {
  original = given();
  process.env.DATABASE_URL = installation.ownerUrl;
});
afterAll(() => {
  delete process.env.DATABASE_URL;
  rmSync(dataDir, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

type Key = { owner: string; version: number; wrapped: Buffer; root: string };

/** Every stored key, whoever's. */
const storedKeys = () =>
  owner<Key>(
    `select 'installation:' || purpose as owner, version, wrapped, root_key_id as root from installation_keys
     union all select 'account:' || account_id, version, wrapped, root_key_id from account_keys
     union all select 'person:' || person_id, version, wrapped, root_key_id from person_keys`,
  );

const openAll = (keys: Key[], roots: RootKey[]) =>
  keys.map((key) => unwrap(roots, key.owner, { ...key, rootKeyId: key.root }).toString("hex"));

const prepare = () => prepareDatabase(installation.ownerUrl, readEnv(process.env));

describe("starting with a root key that does not fit", () => {
  beforeEach(() => {
    process.env.CASTELLAN_ROOT_KEY = original;
    process.env.CASTELLAN_DATA_DIR = dataDir;
  });
  afterEach(() => {
    process.env.CASTELLAN_ROOT_KEY = original;
    delete process.env.CASTELLAN_DATA_DIR;
  });

  test("a wrong key is one sentence that says what to do, and nothing is touched", async () => {
    const before = await storedKeys();
    process.env.CASTELLAN_ROOT_KEY = newRootKey();
    await expect(prepare()).rejects.toThrow(
      "The root key is not the one this data was written with: set CASTELLAN_ROOT_KEY to the right one. Nothing was changed.",
    );
    expect(await storedKeys()).toEqual(before);
  });

  test("a missing key is one sentence that says what to do, and none is made", async () => {
    delete process.env.CASTELLAN_ROOT_KEY;
    await expect(prepare()).rejects.toThrow(
      `This data was written with a root key that is missing: put into ${dataDir}/root.key the key it was written with. Nothing was changed.`,
    );
    expect(rootKeys(readEnv(process.env))).toEqual([]);
  });

  test("a key of the right name that opens nothing is refused as well", async () => {
    const check = "update installation_keys set root_key_id = $1 where purpose = 'check'";
    const stranger = newRootKey();
    await owner(check, [rootKeyOf(stranger).id]);
    process.env.CASTELLAN_ROOT_KEY = stranger;
    await expect(prepare()).rejects.toThrow(/is not the one this data was written with/);
    await owner(check, [rootKeyOf(original).id]);
    process.env.CASTELLAN_ROOT_KEY = original;
    await expect(prepare()).resolves.toBeDefined();
  });

  test("a database of a newer version is one sentence, and nothing is touched", async () => {
    const newer =
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 99999999999999)";
    await owner(newer);
    await expect(prepare()).rejects.toThrow(
      "This data was written by a newer Castellan: start that version or a later one. Nothing was changed.",
    );
    await owner("delete from drizzle.__drizzle_migrations where hash = 'newer'");
    await expect(prepare()).resolves.toBeDefined();
  });

  test("there is one key for each purpose, and each account and person has one of their own", async () => {
    const keys = await storedKeys();
    const opened = openAll(keys, [rootKeyOf(original)]);
    expect(new Set(opened).size).toBe(keys.length);
    expect(keys.filter((key) => key.owner.startsWith("installation:"))).toHaveLength(
      purposes.length,
    );
    const [counted] = await owner<{ n: number }>(
      "select ((select count(*) from accounts) + (select count(*) from persons))::int as n",
    );
    expect(keys).toHaveLength(purposes.length + counted!.n);
  });
});

describe("the root key is replaced while the service goes on", () => {
  beforeAll(async () => {
    // From here on the key is a file, as in an installation that was just started.
    writeFileSync(join(dataDir, "root.key"), `${original}\n`, { mode: 0o400 });
    process.env.CASTELLAN_DATA_DIR = dataDir;
    delete process.env.CASTELLAN_ROOT_KEY;
    await manyPersons(1_100);
  });
  afterAll(() => {
    process.env.CASTELLAN_ROOT_KEY = original;
    delete process.env.CASTELLAN_DATA_DIR;
  });

  const held = () => rootKeys(readEnv(process.env));

  /** This process has been running since before the rotation, and opens keys it has not in memory. */
  async function everythingOpens() {
    const { accountId, Olga, Mia } = cast.people;
    for (const gone of [
      `account:${accountId}`,
      `person:${Olga.personId}`,
      `person:${Mia.personId}`,
    ] as const) {
      forgetVault(gone);
    }
    const claim = await claimOf(Olga);
    const list = await ask(listUsers, claim, { q: "mia" });
    expect(list).toMatchObject({ ok: true, value: { data: [{ name: "Mia Member" }] } });
    const shown = await ask(showUser, claim, { userId: Mia.userId });
    expect(shown).toMatchObject({ ok: true, value: { title: "Designer" } });
  }

  test("interrupted at every batch, everything opens, and the next try goes on to the end", async () => {
    const before = await storedKeys();
    const opened = openAll(before, held()).toSorted();
    const rounds = await interruptedAtEachCommit();
    expect(rounds).toBeGreaterThan(4);

    expect(held()).toHaveLength(1);
    expect(held()[0]!.id).not.toBe(rootKeyOf(original).id);
    const after = await storedKeys();
    expect(new Set(after.map(({ root }) => root))).toEqual(new Set([held()[0]!.id]));
    expect(openAll(after, held()).toSorted()).toEqual(opened);
    expect(() => openAll(after, [rootKeyOf(original)])).toThrow(/not at hand/);
    expect(statSync(join(dataDir, "root.key")).mode & 0o777).toBe(0o400);
    await everythingOpens();
    await prepare();
  });

  /** Loses the connection before the first commit, then before the second, and so on, until one try gets through. */
  async function interruptedAtEachCommit(): Promise<number> {
    for (let round = 1; ; round++) {
      let left = round;
      const { query } = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
      const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
        this: pg.Client,
        ...sent: unknown[]
      ) {
        if (sent[0] === "commit" && --left === 0)
          return Promise.reject(new Error("the machine is gone"));
        return query.apply(this, sent);
      });
      const done = await rotateRootKey().then(
        () => true,
        () => false,
      );
      spy.mockRestore();
      expect(openAll(await storedKeys(), held())).toHaveLength((await storedKeys()).length);
      await everythingOpens();
      if (done) return round;
    }
  }

  test("a process that runs since before wraps new keys with the new one", async () => {
    const claim = await claimOf(cast.people.Olga);
    await rotateRootKey();
    const invited = await execute(inviteUser, claim, { email: "newcomer@example.test" });
    expect(invited).toMatchObject({ ok: true });
    const keys = await storedKeys();
    expect(new Set(keys.map(({ root }) => root))).toEqual(new Set([held()[0]!.id]));
    expect(openAll(keys, held())).toHaveLength(keys.length);
  });

  test("a key that was being made when the rotation began is not left behind", async () => {
    let rotation: Promise<unknown> | undefined;
    await inTransaction(async (db) => {
      await createAccountRow(db, "Made meanwhile");
      rotation = rotateRootKey();
      await expect
        .poll(() => owner("select mode from pg_locks where locktype = 'advisory' and not granted"))
        .toEqual([{ mode: "ExclusiveLock" }]);
    });
    await rotation;
    const keys = await storedKeys();
    expect(openAll(keys, held())).toHaveLength(keys.length);
  });

  test("with the key in the environment it asks for the next one, and says what to do afterwards", async () => {
    process.env.CASTELLAN_ROOT_KEY = readFileSync(join(dataDir, "root.key"), "utf8").trim();
    await expect(rotateRootKey()).rejects.toThrow(/set CASTELLAN_ROOT_KEY_NEXT to a new one/);
    process.env.CASTELLAN_ROOT_KEY_NEXT = newRootKey();
    const said = await rotateRootKey();
    expect(said.join(" ")).toContain("take CASTELLAN_ROOT_KEY_NEXT away");
    process.env.CASTELLAN_ROOT_KEY = process.env.CASTELLAN_ROOT_KEY_NEXT;
    delete process.env.CASTELLAN_ROOT_KEY_NEXT;
    await everythingOpens();
    await prepare();
  });
});

/** Persons with keys of their own, so that a rotation needs several batches. */
async function manyPersons(count: number): Promise<void> {
  const [root] = rootKeys(readEnv(process.env));
  const ids = await owner<{ id: string }>(
    `insert into persons (id, email, email_index)
     select gen_random_uuid(), '\\x00', uuid_send(gen_random_uuid()) from generate_series(1, $1) returning id`,
    [count],
  );
  const keys = ids.map(({ id }) =>
    wrap(root!, `person:${id}`, 1, Buffer.from(id.padEnd(32).slice(0, 32))),
  );
  await owner(
    `insert into person_keys (person_id, version, wrapped, root_key_id)
     select id, 1, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as k (id, wrapped)`,
    [ids.map(({ id }) => id), keys.map(({ wrapped }) => wrapped), root!.id],
  );
}
