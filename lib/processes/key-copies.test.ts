import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

import { generateX25519Identity } from "age-encryption";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accountName } from "@/lib/accounts/rows";
import type { Manifest } from "@/lib/backups/backup";
import { embeddedEngine } from "@/lib/backups/embedded";
import { fillStore, keyCopies, openNewestKeySet } from "@/lib/backups/key-sets";
import {
  backupKeys,
  drillKeys,
  privateKeyFile,
  readPrivateKeys,
  rehearsalKeys,
} from "@/lib/backups/keys";
import { asOwner } from "@/lib/backups/rows";
import { openSealed } from "@/lib/backups/sealed-file";
import { acme, nextDoor } from "@/lib/cast/people";
import { type OnStage, stageAccount } from "@/lib/cast/stage";
import { day } from "@/lib/clock";
import { appPool, inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { removeUser } from "@/lib/users/remove-user";
import { forgetKeyStore } from "@/lib/vault/key-place";
import { destroyKeys, loadKeys } from "@/lib/vault/key-store";
import { keysApart, keysIn } from "@/lib/vault/keys-apart";
import type { Owner, StoredKeys } from "@/lib/vault/stored-keys";
import { forgetVault } from "@/lib/vault/vaults";
import { holdDataDir } from "./data-dir";
import { drill } from "./drill";
import type { EmbeddedPostgres } from "./embedded-postgres";
import { startInstallationPostgres } from "./installation-postgres";
import { keepOnce, nothingYet } from "./keep-backups";
import { makeReady } from "./make-ready";
import { startRebuilt } from "./rebuilt-postgres";
import { bundled } from "./testing";

let scratch: string;
let postgres: EmbeddedPostgres;
let rehearsal: URL;
let release: (() => Promise<void>) | null;
let olga: OnStage;
let mia: OnStage;

let nora: OnStage;
let full: Manifest;
let storeId: string;

const env = () => readEnv(process.env);
const quiet = () => {};
const keysOnDisk = () => join(scratch, "disk", "keys", storeId);
const engine = async () => embeddedEngine(env(), postgres.ownerUrl, await backupKeys(env()));
const rehearse = async (keys = rehearsalKeys(env())) =>
  drill(env(), postgres.ownerUrl, await engine(), keys, rehearsal, quiet);
const theirs = async () => (await readPrivateKeys(privateKeyFile(env()))).keys;
const files = () => keysApart(env());
const nobody = { query: () => Promise.reject(new Error("nobody is asked")) };
const ask = <T>(work: (client: pg.Client) => Promise<T>) => asOwner(postgres.ownerUrl, work);

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "castellan-key-copies-"));
  mkdirSync(join(scratch, "data"));
  mkdirSync(join(scratch, "disk"));
  process.env.CASTELLAN_DATA_DIR = join(scratch, "data");
  process.env.CASTELLAN_BACKUP_DIR = join(scratch, "disk");
  process.env.CASTELLAN_ORIGIN = "http://localhost:3000";
  delete process.env.CASTELLAN_KEY_STORE;
  release = await holdDataDir(join(scratch, "data"));
  [postgres, rehearsal] = await Promise.all([
    startInstallationPostgres(env()),
    bundled(new URL("./rehearsal.ts", import.meta.url)),
  ]);
  await makeReady(postgres.ownerUrl, env());
  ({ Olga: olga, Mia: mia } = await stageAccount("Acme", acme));
  ({ Nora: nora } = await stageAccount("Next door", nextDoor));
  storeId = (await files().id())!;
  full = await (await engine()).make("full", new Date(), quiet);
}, 120_000);

afterAll(async () => {
  await appPool().end();
  await postgres?.stop();
  await release?.();
  rmSync(scratch, { recursive: true, force: true });
});

/** Every set of keys on the backup disk, opened by age alone: what anybody with the private key can read there. */
async function readable(): Promise<StoredKeys[]> {
  const found: StoredKeys[] = [];
  for (const name of readdirSync(keysOnDisk()).filter((one) => one.endsWith(".age"))) {
    const text = await buffer(await openSealed(join(keysOnDisk(), name), await theirs()));
    found.push(...text.toString().split("\n").filter(Boolean).map(keysIn));
  }
  return found;
}
const owners = (stored: StoredKeys[]) => new Set<string>(stored.map(({ owner }) => owner));

/** Whether any file of the database's backups, unsealed and unpacked, holds these bytes in any writing. */
async function inBackups(bytes: Buffer): Promise<string[]> {
  const folder = join(scratch, "disk", full.cluster.systemId);
  const needles = [
    bytes,
    ...(["hex", "base64"] as const).map((as) => Buffer.from(bytes.toString(as))),
  ];
  const found: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".age")) continue;
    const plain = await buffer(await openSealed(join(folder, name), await theirs()));
    if (needles.some((needle) => plain.includes(needle))) found.push(name);
  }
  return found;
}

async function remove(user: OnStage): Promise<void> {
  await ask((client) =>
    client.query(
      `update users set status = 'deleted', deleted_at = now(), status_before = 'active', paused_at = null,
         paused_until = null, pause_reason = null where id = '${user.userId}'`,
    ),
  );
  const removed = await execute(removeUser, jobClaim(user.accountId), { userId: user.userId });
  expect(removed).toMatchObject({ ok: true });
  await workOff(postgres.ownerUrl);
}

describe("[P68] copies of the keys of accounts and persons", () => {
  test("are made with the first backup, sealed and signed, and are in no backup of the database", async () => {
    const all = await readable();
    expect(owners(all)).toContain(`account:${olga.accountId}`);
    expect(owners(all)).toContain(`person:${nora.personId}`);
    const [key] = await files().load(nobody, `account:${olga.accountId}`);
    for (const name of readdirSync(keysOnDisk())) {
      const bytes = readFileSync(join(keysOnDisk(), name));
      expect(bytes.includes(key!.wrapped.toString("base64"))).toBe(false);
      if (name.endsWith(".age"))
        expect(bytes.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
    }
    expect(await inBackups(key!.wrapped)).toEqual([]);
    // the keys of the installation are with the data, and are found by the same search
    const { rows } = await ask((client) =>
      client.query<{ wrapped: Buffer }>("select wrapped from installation_keys limit 1"),
    );
    expect(await inBackups(rows[0]!.wrapped)).not.toEqual([]);
  });

  test("have the key of someone new no later than the log has them", async () => {
    const { Olga } = await stageAccount("Newcomers", {
      Olga: { ...acme.Olga, email: "olga.new@example.test" },
    });
    expect(await ask((client) => keyCopies(env(), client))).toMatchObject({ waiting: 2 });
    await (await engine()).make("increment", new Date(), quiet);
    const opened = await openNewestKeySet(env(), await backupKeys(env()), storeId, await theirs());
    expect(owners(opened.stored)).toContain(`account:${Olga.accountId}`);
    expect(owners(opened.stored)).toContain(`person:${Olga.personId}`);
    expect(await ask((client) => keyCopies(env(), client))).toMatchObject({ sets: 1, waiting: 0 });
  });

  test("where they cannot be written, no log is shipped ahead of them", async () => {
    const waiting = async () => (await (await engine()).inventory()).waiting;
    await ask((client) =>
      client.query("select pg_logical_emit_message(false, 'castellan', 'x'), pg_switch_wal()"),
    );
    await expect.poll(waiting).toBeGreaterThan(0);
    renameSync(keysOnDisk(), `${keysOnDisk()}.away`);
    writeFileSync(keysOnDisk(), "in the way");
    try {
      await expect((await engine()).ship(new Date())).rejects.toThrow();
      expect(await waiting()).toBeGreaterThan(0);
    } finally {
      rmSync(keysOnDisk());
      renameSync(`${keysOnDisk()}.away`, keysOnDisk());
    }
    await (await engine()).ship(new Date());
    expect(await waiting()).toBe(0);
  });
});

describe("[P70] a rehearsal works with the newest copy, never with the keys in use", () => {
  const partsOnDisk = () => readdirSync(keysOnDisk()).toSorted();
  const changed = (end: string, change: (bytes: Buffer) => Buffer) => () => {
    const path = join(
      keysOnDisk(),
      partsOnDisk().find((name) => name.endsWith(end))!,
    );
    const bytes = readFileSync(path);
    writeFileSync(path, change(Buffer.from(bytes)));
    return () => writeFileSync(path, bytes);
  };
  const flip = (bytes: Buffer) => {
    bytes[bytes.length >> 1]! ^= 1;
    return bytes;
  };
  const away =
    (...ends: string[]) =>
    () => {
      const paths = partsOnDisk()
        .filter((name) => ends.some((end) => name.endsWith(end)))
        .map((name) => join(keysOnDisk(), name));
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) renameSync(path, `${path}.away`);
      return () => paths.forEach((path) => renameSync(`${path}.away`, path));
    };

  test("and passes while the store in use is away", { timeout: 120_000 }, async () => {
    const folder = join(env().dataDir, "keys");
    renameSync(folder, `${folder}.away`);
    try {
      expect((await rehearse()).canaries).toBeGreaterThan(10);
    } finally {
      renameSync(`${folder}.away`, folder);
    }
  });

  test.each<[string, string, RegExp, () => () => void]>([
    [
      "one flipped byte in it",
      "damaged",
      /not as it was written/,
      changed(".0.jsonl.gz.age", flip),
    ],
    [
      "one flipped byte in what was added",
      "damaged",
      /not as it was written/,
      changed(".1.jsonl.gz.age", flip),
    ],
    [
      "another count in what was signed",
      "unsigned",
      /cannot be trusted/,
      changed(".0.json", (bytes) =>
        Buffer.from(bytes.toString().replace(/(owners\\":)(\d)/, "$17")),
      ),
    ],
    ["its first part missing", "missing", /missing/, away(".0.json", ".0.jsonl.gz.age")],
    ["no set at all", "missing", /There is no copy of the keys/, away(".json")],
    [
      "what was added since missing",
      "no_answer",
      /\d accounts and persons of \d+ have no key/,
      away(".1.json", ".1.jsonl.gz.age"),
    ],
  ])("fails loudly with %s", { timeout: 120_000 }, async (_, code, says, harm) => {
    const heal = harm();
    try {
      await expect(rehearse()).rejects.toMatchObject({
        code,
        message: expect.stringMatching(says),
      });
    } finally {
      heal();
    }
    const [last] = (
      await ask((client) =>
        client.query("select outcome, trouble from drills order by at desc limit 1"),
      )
    ).rows;
    expect(last).toEqual({ outcome: "failed", trouble: code });
  });

  test("fails loudly with a wrong key", { timeout: 120_000 }, async () => {
    const fulls = drillKeys(env()).map(({ key }) => key);
    const wrong = [...fulls, await generateX25519Identity()];
    await expect(rehearse(wrong)).rejects.toMatchObject({ code: "wrong_key" });
  });
});

describe("[P66] a lost key store", () => {
  test(
    "keeps Castellan from starting; put back from its copy, what was destroyed since stays destroyed",
    { timeout: 120_000 },
    async () => {
      await remove(mia);
      const gone: Owner = `person:${mia.personId}`;
      expect(await files().load(nobody, gone)).toEqual([]);
      expect(owners(await readable())).toContain(gone);

      rmSync(join(env().dataDir, "keys"), { recursive: true });
      await expect(makeReady(postgres.ownerUrl, env())).rejects.toThrow(
        /keys of accounts and persons are missing/,
      );
      await release!();
      const cli = await bundled(new URL("./cli.ts", import.meta.url));
      const put = await run(cli, ["restore", "--only", "keys"]);
      expect(put.said).toMatch(/The keys of \d+ accounts and persons are as they were on /);
      const again = await run(cli, ["restore", "--only", "keys"]);
      expect(again.said).toMatch(/it is never replaced by an older one/);
      release = await holdDataDir(env().dataDir);

      expect(await files().load(nobody, gone)).toHaveLength(1);
      await makeReady(postgres.ownerUrl, env());
      expect(await files().load(nobody, gone)).toEqual([]);
      forgetVault(`account:${olga.accountId}`);
      expect(
        await inTransaction(async (db) => {
          await enterScope(db, olga.accountId);
          return accountName(db, olga.accountId);
        }),
      ).toBe("Acme");
    },
  );
});

describe("[P65] [P66] a key destroyed", () => {
  test(
    "opens nothing in an older backup a week later, whatever the operator still holds",
    { timeout: 180_000 },
    async () => {
      const gone: Owner = `account:${nora.accountId}`;
      const [key] = await files().load(nobody, gone);
      await inTransaction(async (db) => {
        await enterScope(db, nora.accountId);
        expect(await loadKeys(db, gone)).toHaveLength(1);
        await destroyKeys(db, gone);
      });
      await workOff(postgres.ownerUrl);
      expect(owners(await readable())).toContain(gone);

      const keeping = {
        env: env(),
        ownerUrl: postgres.ownerUrl,
        engine: await engine(),
        rehearsal,
      };
      const daysOn = async (days: number) => {
        const now = new Date(Date.now() + days * day);
        await keepOnce(keeping, { ...nothingYet(), drillFailedAt: now.getTime() }, now);
      };
      await daysOn(6.9);
      expect(owners(await readable())).toContain(gone);
      await daysOn(7.1);
      const held = await readable();
      expect(owners(held)).not.toContain(gone);
      expect(owners(held)).toContain(`account:${olga.accountId}`);
      expect(await inBackups(key!.wrapped)).toEqual([]);

      // the backup from before, with everything there is: root key, private key, every set that is left
      const point = { to: "manifest", manifest: full } as const;
      const { folder, postgres: old } = await startRebuilt(
        env(),
        await engine(),
        "restore",
        point,
        await theirs(),
        quiet,
      );
      const root = readFileSync(join(env().dataDir, "root.key"), "utf8").trim();
      await appPool().end();
      Object.assign(globalThis, { [Symbol.for("castellan.pool")]: undefined });
      process.env.CASTELLAN_DATA_DIR = folder;
      process.env.CASTELLAN_ROOT_KEY = root;
      try {
        await fillStore(files(), nobody, {
          set: "every",
          at: new Date(),
          store: storeId,
          stored: held,
        });
        forgetKeyStore();
        await makeReady(old.ownerUrl, env());
        const nameOf = (id: string) =>
          inTransaction(async (db) => {
            await enterScope(db, id);
            forgetVault(`account:${id}`);
            return accountName(db, id);
          });
        const { rows } = await asOwner(old.ownerUrl, async (client) => {
          await client.query("begin");
          await client.query("set local role castellan_gatekeeper");
          return client.query("select id from accounts where id = $1", [nora.accountId]);
        });
        expect(rows).toHaveLength(1);
        await expect(nameOf(nora.accountId)).rejects.toThrow(/has no key in this scope/);
        expect(await nameOf(olga.accountId)).toBe("Acme");
      } finally {
        await appPool().end();
        Object.assign(globalThis, { [Symbol.for("castellan.pool")]: undefined });
        await old.stop();
        process.env.CASTELLAN_DATA_DIR = join(scratch, "data");
        delete process.env.CASTELLAN_ROOT_KEY;
      }
    },
  );
});

async function run(program: URL, args: string[]) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program.pathname, ...args], {
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      CASTELLAN_DATA_DIR: join(scratch, "data"),
      CASTELLAN_BACKUP_DIR: join(scratch, "disk"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((gone) => child.once("close", gone));
  return { code, said };
}
