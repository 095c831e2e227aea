import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartError } from "@/lib/env";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres";

let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "castellan-postgres-"));
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(durable = false) {
  const postgres = await startEmbeddedPostgres(dataDir, { durable });
  running.push(postgres);
  return postgres;
}

async function ask(url: string, statement: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(statement, values)).rows;
  } finally {
    await client.end();
  }
}

test("what was written is there after a stop and another start", async () => {
  const first = await start();
  await ask(first.ownerUrl, "create table kept as select 'Olga' as name");
  await first.stop();
  expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);

  const second = await start();
  expect(await ask(second.ownerUrl, "select name from kept")).toEqual([{ name: "Olga" }]);
});

test("a database left running by a killed launcher is stopped and started again", async () => {
  const orphan = await start();
  await ask(orphan.ownerUrl, "create table kept as select 'Olga' as name");
  const heir = await start();
  await orphan.ended;
  expect(await ask(heir.ownerUrl, "select name from kept")).toEqual([{ name: "Olga" }]);
});

test("a database killed itself recovers", async () => {
  const first = await start(true);
  await ask(first.ownerUrl, "create table kept as select 'Olga' as name");
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  const second = await start();
  expect(await ask(second.ownerUrl, "select name from kept")).toEqual([{ name: "Olga" }]);
});

test("a stale claim with the number of a stranger's process does not get in the way, nor hurt the stranger", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(
    join(dataDir, "postgres", "postmaster.pid"),
    `${process.pid}\n${join(dataDir, "postgres")}\n`,
  );
  await expect(start()).resolves.toMatchObject({ port: expect.any(Number) });
});

test("a creation that was cut short is cleared away", async () => {
  const half = join(dataDir, "postgres.unfinished-abc");
  mkdirSync(half);
  writeFileSync(join(half, "PG_VERSION"), "18");
  await start();
  expect(existsSync(half)).toBe(false);
});

test("the owner's password is random, needed, and readable for its owner alone", async () => {
  const { ownerUrl } = await start();
  expect(statSync(join(dataDir, "postgres.password")).mode & 0o777).toBe(0o600);
  await expect(ask(ownerUrl.replace(/:[^:@]+@/, ":guess@"), "select 1")).rejects.toMatchObject({
    code: "28P01",
  });
  expect(ownerUrl).toMatch(/:[\w-]{32}@127\.0\.0\.1:/);
});

test("a lost password ends in a sentence, and the cluster is stopped again", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(dataDir, "postgres.password"), "something else");
  await expect(start()).rejects.toThrow(StartError);
  await expect(start()).rejects.toThrow(/put back .*postgres\.password as it was/);
  expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
});

test("no personal value reaches the log, neither from statements nor from what they violate", async () => {
  const { ownerUrl } = await start();
  await ask(
    ownerUrl,
    "create table people (email text primary key check (email <> 'refused@example.test'))",
  );
  const insert = "insert into people values ($1)";
  await ask(ownerUrl, insert, ["canary@example.test"]);
  await expect(ask(ownerUrl, insert, ["canary@example.test"])).rejects.toThrow();
  await expect(ask(ownerUrl, insert, ["refused@example.test"])).rejects.toThrow();
  await expect(ask(ownerUrl, "select 'canary@example.test'::uuid")).rejects.toThrow();
  await expect(ask(ownerUrl, "select canary@example.test")).rejects.toThrow();
  const log = readFileSync(join(dataDir, "postgres.log"), "utf8");
  expect(log).toContain("ready to accept connections");
  expect(log).not.toMatch(/canary|refused@/);
});

test("it never runs as root and listens on this machine alone", async () => {
  const { ownerUrl, pid } = await start();
  const [settings] = await ask(
    ownerUrl,
    "select current_setting('listen_addresses') as at, current_setting('data_checksums') as sums",
  );
  expect(settings).toEqual({ at: "127.0.0.1", sums: "on" });
  const inside =
    existsSync("/proc/self/status") &&
    /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (process.getuid?.() === 0 && statSync(join(dataDir, "postgres")).uid !== 0)
    expect(inside).not.toBe("0");
});
