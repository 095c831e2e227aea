import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { stageEveryone, stageKey } from "@/lib/cast/stage";
import { stageExport } from "@/lib/cast/stage-export";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { readEnv } from "@/lib/env";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/processes/embedded-postgres";
import { handOver } from "@/lib/processes/postgres-cluster";
import { chooseIdentity, spawnAs } from "@/lib/processes/postgres-identity";
import { prepareDatabase } from "./prepare";
import { testInstallation } from "./testing";

const { owner } = testInstallation();

/** What the application's login may read of everybody: nothing in it is an account's or a person's. */
const ofTheInstallation =
  /^(backups|backup_|cleanups|drills|restores|idempotency|installation|limits|mailbox|settings|key_place)/;

let app: pg.Client;
beforeAll(async () => {
  const people = await stageEveryone();
  await stageKey(people.Olga);
  await stageWebhook(people.accountId);
  await stageExport({ accountId: people.accountId, personId: null }, people.Olga.userId);
  app = new pg.Client(process.env.CASTELLAN_APP_DATABASE_URL);
  await app.connect();
});
afterAll(() => app.end());

const tables = () =>
  owner<{ name: string; kind: string }>(
    `select c.relname as name, c.relkind as kind from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v') order by 1`,
  );

/** How many rows come out, or the code it is refused with. */
const copied = (sql: string) =>
  app.query(sql).then(
    ({ rowCount }) => rowCount,
    (error: { code: string }) => error.code,
  );

describe("[P25] the application's login cannot dump", () => {
  test("copying any table of accounts or persons yields not one row", async () => {
    const out: Record<string, unknown> = {};
    const all = await tables();
    expect(all.length).toBeGreaterThan(40);
    for (const { name, kind } of all) {
      // a partitioned table has no rows of its own to copy
      const got = await copied(
        kind === "p" ? `copy (select * from "${name}") to stdout` : `copy "${name}" to stdout`,
      );
      if (got !== 0 && got !== "42501" && !ofTheInstallation.test(name)) out[name] = got;
    }
    expect(out).toEqual({});
    const [{ n } = { n: 0 }] = await owner<{ n: number }>(
      "select count(*)::int as n from accounts",
    );
    expect(n).toBe(2);
  });

  test("as pg_dump asks, with row-level security off, it is refused outright", async () => {
    await app.query("set row_security = off");
    for (const table of ["accounts", "users", "persons", "activity", "letters", "exports"])
      expect(await copied(`copy (select * from ${table}) to stdout`), table).toBe("42501");
    await app.query("reset row_security");
  });

  test("it reads no file of the server, writes none, and runs no program there", async () => {
    for (const statement of [
      "copy accounts to '/tmp/accounts'",
      "copy limits from program 'id'",
      "select pg_read_file('postgresql.conf')",
      "select lo_export(1, '/tmp/x')",
    ])
      expect(await copied(statement), statement).toBe("42501");
  });
});

/** Debian's PostgreSQL, with the pg_dump of the same version; the embedded one brings none along. */
const debian = existsSync("/usr/lib/postgresql")
  ? readdirSync("/usr/lib/postgresql")
      .map((version) => `/usr/lib/postgresql/${version}/bin`)
      .find((bin) => ["pg_dump", "initdb", "postgres"].every((one) => existsSync(join(bin, one))))
  : undefined;

describe.runIf(debian)("[P25] pg_dump itself, where this machine has one", () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "castellan-dump-"));
    const binaries = { initdb: join(debian!, "initdb"), postgres: join(debian!, "postgres") };
    await makeCluster(folder, binaries);
    postgres = await startEmbeddedPostgres(folder, {
      ...{ durable: false, binaries },
      login: { user: "castellan", password: "a lantern", database: "postgres" },
    });
  }, 120_000);
  afterAll(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("fails for the application's login, with and without row-level security, and lets nothing out", async () => {
    const { appUrl } = await prepareDatabase(postgres.ownerUrl, readEnv(process.env));
    const dump = (url: string, ...more: string[]) =>
      promisify(execFile)(join(debian!, "pg_dump"), ["--data-only", ...more, url], {
        maxBuffer: 2 ** 28,
      }).catch((error: { code: number; stdout: string; stderr: string }) => error);
    expect((await dump(postgres.ownerUrl, "--table", "settings")).stdout).toContain("COPY");
    for (const more of [[], ["--enable-row-security"], ["--table", "accounts"]]) {
      const got = await dump(appUrl, ...more);
      expect(got).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/permission denied|row-level security/),
      });
      expect(rowsIn(got.stdout)).toEqual([]);
    }
  });
});

/** The rows of accounts and persons in a dump: what stands between a COPY and its end. */
const rowsIn = (dump: string): string[] =>
  [...dump.matchAll(/^COPY public\.(\w+) .*?;\n(.*?)(?:^\\\.$|$(?![\s\S]))/gms)].flatMap(
    ([, table, rows]) => (ofTheInstallation.test(table!) ? [] : rows!.split("\n").filter(Boolean)),
  );

/** A cluster of an older PostgreSQL, which does not know how ours is made. */
async function makeCluster(folder: string, { initdb, postgres }: Record<string, string>) {
  const cluster = join(folder, "postgres");
  const password = join(folder, "password");
  mkdirSync(cluster);
  writeFileSync(password, "a lantern");
  const identity = chooseIdentity(folder, cluster, postgres!);
  handOver(folder, identity);
  const made = spawnAs(
    identity,
    initdb!,
    ["-D", cluster, "-U", "castellan", `--pwfile=${password}`, "-A", "scram-sha-256", "-N"],
    ["ignore", "ignore", "ignore"],
  );
  expect(await once(made, "exit")).toEqual([0, null]);
}
