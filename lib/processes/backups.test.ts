import { spawn } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type * as Files from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { generateX25519Identity } from "age-encryption";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Manifest } from "@/lib/backups/backup";
import { embeddedEngine } from "@/lib/backups/embedded";
import { backupHealth } from "@/lib/backups/health";
import { backupKeys, privateKeyFile, rehearsalKeys } from "@/lib/backups/keys";
import { noteInventory } from "@/lib/backups/rows";
import { acme } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageSession } from "@/lib/cast/stage";
import { restore } from "@/lib/cli/restore";
import { day } from "@/lib/clock";
import { appPool } from "@/lib/db/connection";
import { readEnv } from "@/lib/env";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { answerResetRequest } from "@/lib/passwords/answer-reset-request";
import { removeUser } from "@/lib/users/remove-user";
import { findCanaries, mark } from "@/lib/vault/canaries";
import { newRootKey } from "@/lib/vault/root-key";
import { announce, holdDataDir } from "./data-dir";
import { drill } from "./drill";
import type { EmbeddedPostgres } from "./embedded-postgres";
import { startInstallationPostgres } from "./installation-postgres";
import { dueKind, keepOnce, nothingYet } from "./keep-backups";
import { makeReady } from "./make-ready";
import { owner as ownerName, passwordFile } from "./postgres-cluster";
import { bundled } from "./testing";

/** When a test says so, the backup disk takes nothing more than the first piece of a file. */
const disk = vi.hoisted(() => ({ full: false }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof Files>();
  const open = async (...asked: Parameters<typeof fs.open>): Promise<Files.FileHandle> => {
    const file = await fs.open(...asked);
    if (disk.full && String(asked[0]).endsWith(".age.part"))
      file.writeFile = () =>
        Promise.reject(Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" }));
    return file;
  };
  return { ...fs, open, default: { ...fs, open } };
});

let scratch: string;
let postgres: EmbeddedPostgres;
let rehearsal: URL;
let release: (() => Promise<void>) | null;
let olga: OnStage;
let mia: OnStage;
let full: Manifest;
let increment: Manifest;
let beforeRemoval: Date;

const env = () => readEnv(process.env);
const quiet = () => {};
const backupDisk = () => join(scratch, "disk");
const engine = async () => embeddedEngine(env(), postgres.ownerUrl, await backupKeys(env()));
const rehearse = async (keys = rehearsalKeys(env())) =>
  drill(env(), postgres.ownerUrl, await engine(), keys, rehearsal, quiet);

async function owner<Row extends pg.QueryResultRow>(sql: string, at = postgres.ownerUrl) {
  const client = new pg.Client(at);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "castellan-backups-"));
  mkdirSync(join(scratch, "data"));
  mkdirSync(backupDisk());
  process.env.CASTELLAN_DATA_DIR = join(scratch, "data");
  process.env.CASTELLAN_BACKUP_DIR = backupDisk();
  // configured as people configure it: an origin over the network needs a mail server
  process.env.CASTELLAN_ORIGIN = "https://people.example.test";
  process.env.SMTP_URL = "smtps://people:secret@mail.example.test";
  // as they are where nobody says otherwise: apart from the data
  delete process.env.CASTELLAN_KEY_STORE;
  release = await holdDataDir(join(scratch, "data"));
  [postgres, rehearsal] = await Promise.all([
    startInstallationPostgres(env()),
    bundled(new URL("./rehearsal.ts", import.meta.url)),
  ]);
  const running = {
    owner: ownerName,
    passwordFile: passwordFile(env().dataDir),
    origin: env().origin,
  };
  announce(env().dataDir, { port: postgres.port, ...running });
  await makeReady(postgres.ownerUrl, env());
  const canary = { ...acme.Mia, name: `Mia ${mark}`, email: `${mark}@example.test` };
  ({ Olga: olga, Mia: mia } = await stageAccount("Acme", { ...acme, Mia: canary }));
}, 60_000);

afterAll(async () => {
  await appPool().end();
  await postgres?.stop();
  await release?.();
  rmSync(scratch, { recursive: true, force: true });
});

/** Every file on the backup disk. */
const stored = () =>
  readdirSync(backupDisk(), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
const find = (part: string) => stored().find((path) => path.includes(part))!;

describe("[P67] [P68] a full, and what is added each day", () => {
  test("are made while the database works, signed, counted and sealed", async () => {
    full = await (await engine()).make("full", new Date(), quiet);
    await stageSession(olga);
    beforeRemoval = new Date();
    await owner(
      `update users set status = 'deleted', deleted_at = now(), status_before = 'active' where id = '${mia.userId}'`,
    );
    const removed = await execute(removeUser, jobClaim(mia.accountId), { userId: mia.userId });
    expect(removed).toMatchObject({ ok: true });
    await execute(answerResetRequest, jobClaim(null), { email: olga.email });
    await pause(1_100); // labels count seconds
    increment = await (await engine()).make("increment", new Date(), quiet);

    const [{ n } = { n: 0 }] = await owner<{ n: number }>("select count(*)::int as n from users");
    expect(full.tables.users).toBe(n + 1);
    expect(increment.tables.users).toBe(n);
    expect(full.accounts[olga.accountId]).toMatchObject({ users: n + 1 });
    expect(increment).toMatchObject({ base: full.label, kind: "increment" });
    expect(increment.files.map(({ name }) => name)).toContain(`log/${increment.log.to}.gz.age`);
    expect(full.configuration).toContain("CASTELLAN_BACKUP_DIR");
  });

  test("[V14.1.2] the backup disk holds nothing readable, and not the root key", () => {
    const rootKey = readFileSync(join(env().dataDir, "root.key"), "utf8").trim();
    const password = readFileSync(passwordFile(env().dataDir), "utf8").trim();
    const paths = stored();
    expect(paths.filter((path) => path.endsWith(".age")).length).toBeGreaterThan(2);
    for (const path of paths) {
      const bytes = readFileSync(path);
      expect(findCanaries(bytes, [rootKey, password, olga.name]), path).toEqual([]);
      if (path.endsWith(".age"))
        expect(bytes.subarray(0, 21).toString()).toBe("age-encryption.org/v1");
    }
    expect(readFileSync(privateKeyFile(env()), "utf8")).toMatch(/Move this file off this machine/);
  });

  test("what hands on the log leaves nothing behind once it was shipped", async () => {
    const inventory = await (await engine()).inventory();
    expect(inventory).toMatchObject({ gap: false, waiting: 0, sealed: true });
    expect(inventory.backups.map(({ label }) => label)).toEqual([increment.label, full.label]);
    expect(inventory.restorableTo!.getTime()).toBeGreaterThan(beforeRemoval.getTime());
  });
});

describe("[P70] a rehearsal", () => {
  test(
    "restores, counts, opens, erases again, is answered, measures, and leaves nothing",
    { timeout: 120_000 },
    async () => {
      const done = await rehearse();
      expect(done.label).toBe(increment.label);
      expect(done.rows).toBe(Object.values(increment.tables).reduce((a, b) => a + b, 0));
      expect(done.canaries).toBeGreaterThan(10);
      expect(done.recoveryTime).toBeGreaterThan(0);
      expect(readdirSync(env().dataDir).filter((name) => name.includes("passing"))).toEqual([]);
      expect(await owner("select label, outcome, rows::int from drills")).toEqual([
        { label: increment.label, outcome: "passed", rows: done.rows },
      ]);
    },
  );

  test.each<[string, string, () => () => void]>([
    ["one flipped byte in the full", "damaged", () => changed(".tar.gz.age", flip)],
    ["one flipped byte in the log", "damaged", () => changed(`${increment.log.to}.gz.age`, flip)],
    ["a missing piece of the log", "missing", () => away(`${full.log.to}.json`)],
    ["a full that is gone", "missing", () => away(".tar.gz.age")],
    [
      "a count changed in the manifest",
      "unsigned",
      () => changed(`${increment.label}.json`, recount),
    ],
  ])(
    "fails loudly with %s, and the chain is whole again when that is undone",
    async (_, code, harm) => {
      const heal = harm();
      await expect(rehearse()).rejects.toMatchObject({ code });
      heal();
      const [last] = await owner("select outcome, trouble from drills order by at desc limit 1");
      expect(last).toEqual({ outcome: "failed", trouble: code });
      expect(await (await engine()).inventory()).toMatchObject({ gap: false });
      expect(readdirSync(env().dataDir).filter((name) => name.includes("passing"))).toEqual([]);
    },
  );

  test(
    "refuses a second one while one is under way, and the first one passes",
    { timeout: 120_000 },
    async () => {
      const noted = () => owner("select id from drills");
      const before = await noted();
      const both = await Promise.allSettled([rehearse(), rehearse()]);
      const refused = both.filter((one) => one.status === "rejected");
      expect(refused.map(({ reason }) => reason as unknown)).toEqual([
        expect.objectContaining({
          code: "under_way",
          message: expect.stringContaining("Wait until"),
        }),
      ]);
      expect(await noted()).toHaveLength(before.length + 1);
    },
  );

  test("fails loudly with a wrong key", async () => {
    const other = [await generateX25519Identity()];
    await expect(rehearse(other)).rejects.toMatchObject({ code: "wrong_key" });
  });
});

/** Changes a file on the backup disk, and tells how to put it back. */
function changed(part: string, change: (bytes: Buffer) => Buffer): () => void {
  const path = find(part);
  const bytes = readFileSync(path);
  writeFileSync(path, change(Buffer.from(bytes)));
  return () => writeFileSync(path, bytes);
}
function away(part: string): () => void {
  const path = find(part);
  renameSync(path, `${path}.away`);
  return () => renameSync(`${path}.away`, path);
}
const flip = (bytes: Buffer) => {
  const middle = bytes.length >> 1;
  bytes[middle] = bytes[middle]! ^ 1;
  return bytes;
};
const recount = (bytes: Buffer) => Buffer.from(bytes.toString().replace(/(users\\":)(\d)/, "$17"));

describe("a backup that cannot be finished leaves the chain before it whole", () => {
  const whole = async () => {
    expect(await (await engine()).inventory()).toMatchObject({ gap: false });
    expect((await (await engine()).manifests()).map(({ label }) => label)).toEqual([
      increment.label,
      full.label,
    ]);
    expect(stored().filter((path) => path.endsWith(".part"))).toEqual([]);
  };

  test("on a full disk", async () => {
    disk.full = true;
    const made = (await engine())
      .make("full", new Date(), quiet)
      .finally(() => (disk.full = false));
    await expect(made).rejects.toMatchObject({ code: "ENOSPC" });
    await whole();
  });

  test("killed in the middle", async () => {
    const cli = await bundled(new URL("./cli.ts", import.meta.url));
    const child = spawn(process.execPath, [cli.pathname, "backup"], { stdio: "ignore" });
    const ended = new Promise((gone) => child.once("close", gone));
    while (!stored().some((path) => path.endsWith(".tar.gz.age.part"))) await pause(5);
    child.kill("SIGKILL");
    await ended;
    await (await engine()).ship(new Date()); // whoever comes next clears away what was half written
    await whole();
  });

  test("without its disk", async () => {
    renameSync(backupDisk(), `${backupDisk()}.away`);
    await expect((await engine()).make("full", new Date(), quiet)).rejects.toThrow(
      /mount its disk/,
    );
    renameSync(`${backupDisk()}.away`, backupDisk());
    await whole();
  });
});

describe("a restore is refused before anything is written", () => {
  const elsewhere = () => {
    const there = mkdtempSync(join(scratch, "elsewhere-"));
    copyFileSync(join(env().dataDir, "root.key"), join(there, "root.key"));
    return there;
  };
  const right = () => privateKeyFile(env());
  const file = (name: string, text: string) => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
  };
  const attempt = (there: string, given: Record<string, string>) =>
    restore({ ...env(), dataDir: there }, given, quiet);
  const refused = async (there: string, given: Record<string, string>, says: RegExp) => {
    const before = readdirSync(there);
    await expect(attempt(there, given)).rejects.toThrow(says);
    expect(readdirSync(there)).toEqual(before);
  };

  test("without the root key, and with a wrong one or half of one", async () => {
    const there = elsewhere();
    const rootKey = join(there, "root.key");
    rmSync(rootKey);
    await refused(there, { key: right() }, /root key is missing[\s\S]*root\.key/);
    writeFileSync(rootKey, newRootKey());
    await refused(
      there,
      { key: right() },
      /-full needs the root key \w{16}, and this machine has \w{16}/,
    );
    writeFileSync(rootKey, "AAAA");
    await refused(there, { key: right() }, /not 32 bytes/);
  });

  test("with the private key of somebody else, also where the right one is on this machine", async () => {
    const other = await generateX25519Identity();
    const wrong = file("wrong.txt", `${other}\n# signer: ${(await backupKeys(env())).signer}\n`);
    const { recipient } = await backupKeys(env());
    const says = new RegExp(
      `opens with the private key of ${recipient}, and ${wrong} has the private key of age1`,
    );
    await refused(elsewhere(), { key: wrong }, says);
    await refused(env().dataDir, { key: wrong }, says);
  });

  test("with a key file that is cut short, garbled, empty or not there", async () => {
    const text = readFileSync(right(), "utf8");
    const [line] = text.match(/^AGE-SECRET-KEY-.*$/m)!;
    const cases: [string, RegExp][] = [
      [file("short.txt", text.replace(line, line.slice(0, -5))), /not complete/],
      [
        file(
          "garbled.txt",
          text.replace(
            line,
            line.replace(/.$/, (last) => (last === "Q" ? "P" : "Q")),
          ),
        ),
        /not complete/,
      ],
      [file("empty.txt", ""), /holds no private key/],
      [file("json.txt", '{"key": 1}'), /holds no private key/],
      [join(scratch, "nowhere.txt"), /cannot be read/],
    ];
    for (const [key, says] of cases) await refused(elsewhere(), { key }, says);
  });

  test("to a moment after the shipped log, before the first full, or no moment at all", async () => {
    const key = right();
    const at = (ms: number) => new Date(ms).toISOString();
    await refused(
      elsewhere(),
      { key, at: at(Date.now() + day) },
      /shipped up to \S+Z, so \S+ cannot be restored/,
    );
    await refused(elsewhere(), { key, at: at(0) }, /oldest moment that can be restored is/);
    await refused(elsewhere(), { key, at: "yesterday" }, /is no time/);
  });
});

describe("a restore", () => {
  test(
    "[P66] [P70] on another machine: erasures are done again, nobody stays signed in, nothing is sent twice, everyone is told",
    { timeout: 120_000 },
    async () => {
      const cli = await bundled(new URL("./cli.ts", import.meta.url));
      const there = join(scratch, "there");
      mkdirSync(there);
      copyFileSync(join(env().dataDir, "root.key"), join(there, "root.key"));
      const key = privateKeyFile(env());

      const without = await run(cli, ["restore"], there);
      expect(without.said).toMatch(/was signed by ed25519:\S+, whom this machine does not know/);
      // back to where the user who was erased since was still there
      const { code, said } = await run(
        cli,
        ["restore", "--key", key, "--at", beforeRemoval.toISOString()],
        there,
      );
      expect(said).toMatch(
        /The database is as it was on [\s\S]*1 permanent deletions were done again[\s\S]*1 accounts and their owners told/,
      );
      expect(code).toBe(0);

      process.env.CASTELLAN_DATA_DIR = there;
      const restored = await startInstallationPostgres(env());
      try {
        const look = <Row extends pg.QueryResultRow>(sql: string) =>
          owner<Row>(sql, restored.ownerUrl);
        expect(await look(`select from users where id = '${mia.userId}'`)).toEqual([]);
        expect(await look(`select from persons where id = '${mia.personId}'`)).toEqual([]);
        // it is of before the removal, and not of a moment the log went on to
        expect(await look("select from activity where action = 'user.remove'")).toEqual([]);
        expect(await look("select from sessions where ended_at is null")).toEqual([]);
        expect(
          await look("select from links where consumed_at is null and voided_at is null"),
        ).toEqual([]);
        expect(
          await look(
            "select kind, count(*)::int as n from letters where state = 'queued' group by 1",
          ),
        ).toEqual([{ kind: "restored", n: 2 }]);
        expect(
          await look("select action, actor_kind from activity where action = 'account.restore'"),
        ).toEqual([{ action: "account.restore", actor_kind: "operator" }]);
        expect(
          await look("select count(*)::int as n from restores where finished_at is not null"),
        ).toEqual([{ n: 1 }]);
        // one private key opens what was backed up there and what will be here
        expect((await backupKeys(env())).recipient).toBe(
          (await backupKeys({ ...env(), dataDir: join(scratch, "data") })).recipient,
        );
        expect(readdirSync(join(there, "backup-keys"))).not.toContain("move-me-away.txt");
        // its log goes another way now, so a full is due
        const elsewhere = embeddedEngine(env(), restored.ownerUrl, await backupKeys(env()));
        expect(await elsewhere.inventory()).toMatchObject({ gap: true });
      } finally {
        await restored.stop();
        process.env.CASTELLAN_DATA_DIR = join(scratch, "data");
      }
    },
  );
});

async function run(program: URL, args: string[], dataDir: string) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [program.pathname, ...args], {
    env: {
      PATH,
      HOME,
      NODE_ENV: "production",
      CASTELLAN_DATA_DIR: dataDir,
      CASTELLAN_BACKUP_DIR: backupDisk(),
      CASTELLAN_ORIGIN: "https://people.example.test",
      SMTP_URL: "smtps://people:secret@mail.example.test",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((gone) => child.once("close", gone));
  return { code, said };
}

describe("[P67] [P69] the worker keeps them", () => {
  test(
    "a week later a full is made, three months later what is older is dropped, and it still restores",
    { timeout: 60_000 },
    async () => {
      const known = {
        whole: [{ label: "", kind: "full" as const, endedAt: new Date(0) }],
        first: null,
        failedAt: null,
        drill: null,
        passedAt: null,
        state: null,
        disks: { data: null, backups: null },
        keys: null,
      };
      expect(dueKind(known, new Date(day - 1))).toBeNull();
      expect(dueKind(known, new Date(day))).toBe("increment");
      expect(dueKind(known, new Date(7 * day))).toBe("full");

      const later = new Date(Date.now() + 7 * day);
      const keeping = {
        env: env(),
        ownerUrl: postgres.ownerUrl,
        engine: await engine(),
        rehearsal,
      };
      const inventory = await keeping.engine.inventory();
      await noteInventory(postgres.ownerUrl, inventory, {
        keyHere: true,
        journalWhole: true,
        keys: null,
      });
      await keepOnce(keeping, nothingYet(), later);
      const [second] = await keeping.engine.manifests();
      expect(second).toMatchObject({ kind: "full", startedAt: later.toISOString() });

      // the log between the two still stands on the first
      expect(await keeping.engine.expire(new Date(Date.now() + 90 * day))).toEqual([]);
      const dropped = await keeping.engine.expire(new Date(Date.now() + 92 * day));
      expect(dropped.toSorted()).toEqual([full.label, increment.label].toSorted());
      expect(stored().filter((path) => path.includes(full.label))).toEqual([]);
      expect(stored().some((path) => path.includes(full.log.from))).toBe(false);
      expect(await keeping.engine.inventory()).toMatchObject({ gap: false });
      expect((await rehearse()).label).toBe(second!.label);
    },
  );

  test("what is wrong is told by health", async () => {
    expect(await backupHealth(new Date(Date.now() + 30 * day))).toBe("alarm");
  });
});
