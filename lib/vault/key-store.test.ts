import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createAccountRow } from "@/lib/accounts/rows";
import { claimOf, testCast } from "@/lib/cast/testing";
import { rotateRootKey } from "@/lib/cli/rotate-root-key";
import { status } from "@/lib/cli/status";
import { appPool, inTransaction } from "@/lib/db/connection";
import { prepareDatabase } from "@/lib/db/prepare";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/processes/embedded-postgres";
import { bundled } from "@/lib/processes/testing";
import { inviteUser } from "@/lib/users/invite-user";
import { type KeyPlace, keyStoreOf } from "./key-place";
import { destroyKeys, fingerprintOf, loadKeys } from "./key-store";
import { accountVault, personVault } from "./keyring";
import { newRootKey, rootKeys } from "./root-key";
import type { Owner, StoredKeys } from "./stored-keys";
import { forgetVault } from "./vaults";
import { unwrap } from "./wrap";

const installation = testInstallation();
const cast = testCast();

/** A server of their own, for keys that are elsewhere. */
let keysServer: EmbeddedPostgres;
const keysFolder = mkdtempSync(join(tmpdir(), "castellan-keys-"));
beforeAll(async () => {
  keysServer = await startEmbeddedPostgres(keysFolder, { durable: false });
  process.env.DATABASE_URL = installation.ownerUrl;
});
afterAll(async () => {
  delete process.env.DATABASE_URL;
  await keysServer.stop();
  rmSync(keysFolder, { recursive: true, force: true });
});

/** Asks for keys in the scope of somebody's account. */
const inScope = <T>(
  accountId: string,
  work: (db: Parameters<typeof loadKeys>[0]) => Promise<T>,
  personId?: string,
) =>
  inTransaction(async (db) => {
    await enterScope(db, accountId, personId);
    return work(db);
  });

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(installation.ownerUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Everything the store in use has. */
const everything = () =>
  asOwner(async (client) => {
    const { store } = await keyStoreOf(client);
    const all: StoredKeys[] = [];
    for await (const batch of store.walk(client)) all.push(...batch);
    return all.toSorted((a, b) => (a.owner < b.owner ? -1 : 1));
  });

const opened = (all: StoredKeys[]) => {
  const roots = rootKeys(readEnv(process.env));
  return all.flatMap(({ owner, keys }) =>
    keys.map((key) => `${owner} ${unwrap(roots, owner, key).toString("hex")}`),
  );
};

/** Ends this process's own connections, as a stopped Castellan has, and starts with another setting. */
async function startWith(place: KeyPlace, more: Record<string, string> = {}) {
  await appPool().end();
  Object.assign(globalThis, { [Symbol.for("castellan.pool")]: undefined });
  process.env.CASTELLAN_KEY_STORE = place === "elsewhere" ? keysServer.ownerUrl : place;
  return prepareDatabase(installation.ownerUrl, readEnv({ ...process.env, ...more }));
}

const forgetAll = async () => (await everything()).forEach(({ owner }) => forgetVault(owner));

describe.each<[KeyPlace, string]>([
  ["together", "the database"],
  ["apart", "files of the data directory"],
  ["elsewhere", "a database of their own"],
])("the keys of accounts and persons, %s", (place, words) => {
  let before: StoredKeys[];
  let said: string | null;
  beforeAll(async () => {
    before = await everything();
    said = (await startWith(place)).moved;
    await forgetAll();
  });

  test("come along when the setting changes, all of them, and nothing stays where they were", async () => {
    expect(opened(await everything())).toEqual(opened(before));
    expect(before.length).toBeGreaterThan(8);
    if (place === "together") expect(said).toBeNull();
    else expect(said).toContain(`keys of ${before.length} accounts and persons were moved`);
    expect((await status()).join("\n")).toContain(`Kept in         ${words}`);
    const [tables] = await installation.owner<{ n: number }>(
      "select ((select count(*) from account_keys) + (select count(*) from person_keys))::int as n",
    );
    expect(tables!.n > 0).toBe(place === "together");
    const there = readdirSync(process.env.CASTELLAN_DATA_DIR!).includes("keys");
    expect(there).toBe(place === "apart");
    await expect(startWith(place)).resolves.toMatchObject({ moved: null });
  });

  test("[V8.4.1] are there for whoever is in scope, and for nobody else", async () => {
    const { accountId, Olga, Nora } = cast.people;
    const seen = (one: Owner) => inScope(accountId, (db) => loadKeys(db, one));
    expect(await seen(`account:${accountId}`)).toHaveLength(1);
    expect(await seen(`person:${Olga.personId}`)).toHaveLength(1);
    expect(await seen(`account:${Nora.accountId}`)).toEqual([]);
    expect(await seen(`person:${Nora.personId}`)).toEqual([]);
  });

  test("of someone new are kept before anybody can need them", async () => {
    const invited = await execute(inviteUser, await claimOf(cast.people.Olga), {
      email: `new-${place}@example.test`,
    });
    expect(invited).toMatchObject({ ok: true });
    const [newest] = await installation.owner<{ id: string }>(
      "select id from persons order by created_at desc limit 1",
    );
    const fresh = (await everything()).find(({ owner }) => owner === `person:${newest!.id}`);
    expect(opened([fresh!])).toHaveLength(1);
  });

  test("of what was undone open nothing, and disturb nobody", async () => {
    const count = (await everything()).length;
    await expect(
      inTransaction(async (db) => {
        await createAccountRow(db, "Undone");
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await everything()).toHaveLength(place === "together" ? count : count + 1);
    await expect(startWith(place)).resolves.toMatchObject({ moved: null });
  });

  test("[P65] destroyed, they are told by their fingerprints and open nothing any more", async () => {
    const id = await inTransaction((db) => createAccountRow(db, "Short-lived"));
    const stored = await inScope(id, (db) => loadKeys(db, `account:${id}`));
    const told = await inScope(id, (db) => destroyKeys(db, `account:${id}`));
    expect(told).toEqual(stored.map(fingerprintOf));
    expect(told[0]).toBe(createHash("sha256").update(stored[0]!.wrapped).digest("hex"));
    await workOff(installation.ownerUrl);
    forgetVault(`account:${id}`);
    await expect(inScope(id, (db) => accountVault(db, id))).rejects.toThrow(/no key in this scope/);
    expect((await everything()).map(({ owner }) => owner)).not.toContain(`account:${id}`);
  });

  test("[P65] nobody destroys those of another account or person", async () => {
    const { accountId, Mia, Nora } = cast.people;
    for (const other of [
      `account:${Nora.accountId}`,
      `person:${Nora.personId}`,
      `person:${Mia.personId}`,
    ] as const) {
      await expect(inScope(accountId, (db) => destroyKeys(db, other))).rejects.toThrow(
        /of whoever is in scope alone/,
      );
    }
    await workOff(installation.ownerUrl);
    const owners = (await everything()).map(({ owner }) => owner);
    expect(owners).toContain(`person:${Mia.personId}`);
    expect(owners).toContain(`account:${Nora.accountId}`);
  });

  test("what is undone destroys nothing", async () => {
    const { accountId, Mia } = cast.people;
    await expect(
      inScope(
        accountId,
        async (db) => {
          await destroyKeys(db, `person:${Mia.personId}`);
          throw new Error("undone");
        },
        Mia.personId,
      ),
    ).rejects.toThrow("undone");
    await workOff(installation.ownerUrl);
    expect(await inScope(accountId, (db) => personVault(db, Mia.personId))).toBeDefined();
  });

  test("are reached by every process, which stays off the network otherwise", async () => {
    const cli = await bundled(new URL("../processes/cli.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(cli), "status"], {
      env: { ...process.env, VITEST: undefined },
    });
    expect(stdout).toContain(`Kept in         ${words}`);
  });

  test("are wrapped anew when the root key changes, interrupted at every batch", async () => {
    const all = opened(await everything());
    process.env.CASTELLAN_ROOT_KEY_NEXT = newRootKey();
    for (let round = 1; ; round++) {
      const done = await interruptedAtCommit(round);
      await forgetAll();
      expect(opened(await everything())).toEqual(all);
      if (done) {
        expect(round).toBeGreaterThan(2);
        break;
      }
    }
    process.env.CASTELLAN_ROOT_KEY = process.env.CASTELLAN_ROOT_KEY_NEXT;
    delete process.env.CASTELLAN_ROOT_KEY_NEXT;
    expect(opened(await everything())).toEqual(all);
    expect((await status()).join("\n")).not.toContain("not yet wrapped");
  });

  test("open with both root keys at hand when the data is of before a rotation, which then goes on", async () => {
    const next = newRootKey();
    const all = opened(await everything());
    const rows = await installation.owner<{ id: string; wrapped: Buffer; root: string }>(
      "select id, wrapped, root_key_id as root from installation_keys",
    );
    process.env.CASTELLAN_ROOT_KEY_NEXT = next;
    await rotateRootKey();
    // the database goes back, the key store does not
    for (const { id, wrapped, root } of rows)
      await installation.owner(
        "update installation_keys set wrapped = $1, root_key_id = $2 where id = $3",
        [wrapped, root, id],
      );
    await startWith(place);
    await forgetAll();
    const { accountId } = cast.people;
    expect(await inScope(accountId, (db) => accountVault(db, accountId))).toBeDefined();
    await rotateRootKey();
    process.env.CASTELLAN_ROOT_KEY = next;
    delete process.env.CASTELLAN_ROOT_KEY_NEXT;
    expect(opened(await everything())).toEqual(all);
    await expect(startWith(place)).resolves.toMatchObject({ moved: null });
  });
});

/** Who on the machine may read what is in a folder. */
function modesIn(folder: string): string[] {
  const modes = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    modes.add(`${entry.isFile() ? "file" : "folder"} ${mode.toString(8)}`);
  }
  return [...modes].toSorted();
}

/** Loses the connection before the nth commit of a rotation. */
async function interruptedAtCommit(nth: number): Promise<boolean> {
  let left = nth;
  const { query } = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...sent: unknown[]
  ) {
    if (sent[0] === "commit" && --left === 0)
      return Promise.reject(new Error("the machine is gone"));
    return query.apply(this, sent);
  });
  try {
    await rotateRootKey();
    return true;
  } catch {
    return false;
  } finally {
    spy.mockRestore();
  }
}

describe("a store that does not fit", () => {
  test("back from a database of their own, its address must be given once more", async () => {
    const before = opened(await everything());
    await expect(startWith("together")).rejects.toThrow(/set CASTELLAN_KEY_STORE_BEFORE/);
    const more = { CASTELLAN_KEY_STORE_BEFORE: keysServer.ownerUrl };
    // what was made and undone is nobody's, and stays behind
    const nobodys = 2;
    const { moved } = await startWith("together", more);
    expect(moved).toContain(`from a database of their own to the database`);
    expect((await everything()).length).toBe(before.length - nobodys);
  });

  test("on the server of the data is refused, since backups would have both", async () => {
    await startWith("together");
    process.env.CASTELLAN_KEY_STORE = installation.ownerUrl;
    await appPool().end();
    Object.assign(globalThis, { [Symbol.for("castellan.pool")]: undefined });
    await expect(prepareDatabase(installation.ownerUrl, readEnv(process.env))).rejects.toThrow(
      /leads to the server the data is on/,
    );
  });

  test("while Castellan runs is refused, and nothing is moved", async () => {
    process.env.CASTELLAN_KEY_STORE = "apart";
    await inTransaction((db) => db.$client.query("select 1"));
    await expect(prepareDatabase(installation.ownerUrl, readEnv(process.env))).rejects.toThrow(
      /Castellan is running.*stop it on every machine first/,
    );
  });

  test("of files, which nobody else on the machine reads, keeps Castellan from starting when it is missing, with what to do", async () => {
    await startWith("apart");
    expect(modesIn(join(process.env.CASTELLAN_DATA_DIR!, "keys"))).toEqual([
      "file 600",
      "folder 700",
    ]);
    rmSync(join(process.env.CASTELLAN_DATA_DIR!, "keys"), { recursive: true });
    await expect(startWith("apart")).rejects.toThrow(
      /keys of accounts and persons are missing.*restore --only keys. Nothing was changed/,
    );
  });
});
