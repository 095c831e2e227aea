import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { readEnv, StartError } from "@/lib/env";
import { freePort } from "@/lib/processes/free-port";
import { databaseTrouble } from "./causes";
import { prepareDatabase } from "./prepare";
import { refuseOlder, refuseUnfitDatabase } from "./refuse-database";

const server = () => new URL(process.env.CASTELLAN_TEST_DATABASE_URL!);
const password = "a-password-for-this-test";
const made = { databases: [] as string[], owners: [] as string[] };

async function administer(sql: string, database = "postgres"): Promise<void> {
  const url = server();
  url.pathname = `/${database}`;
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database and its owner, who is no superuser. */
async function stageDatabase(name: string, rights: string): Promise<string> {
  const owner = `owner_of_${name}`;
  await administer(`create role ${owner} login ${rights} password '${password}'`);
  made.owners.push(owner);
  await administer(`create database ${name} owner ${owner}`);
  made.databases.push(name);
  return addressOf({ username: owner, password, pathname: `/${name}` });
}

const addressOf = (parts: Partial<URL>) => Object.assign(server(), parts).href;
const env = () =>
  readEnv({
    CASTELLAN_ROOT_KEY: Buffer.alloc(32, 7).toString("base64"),
    CASTELLAN_KEY_STORE: "together",
  });
const prepare = (url: string) => prepareDatabase(url, env());
const refusal = (url: string) =>
  prepare(url).then(
    () => "it was prepared",
    (error: unknown) => {
      expect(error).toBeInstanceOf(StartError);
      return (error as Error).message;
    },
  );

const suffix = process.pid;
const first = `one_${suffix}`;
const second = `two_${suffix}`;

afterAll(async () => {
  for (const database of made.databases) {
    await administer(`drop database if exists ${database} with (force)`);
    await administer(`drop role if exists castellan_app_${database}`);
  }
  for (const owner of made.owners) await administer(`drop owned by ${owner}; drop role ${owner}`);
});

describe("a database that Castellan cannot use is refused with a sentence", () => {
  test.each<[string, () => Promise<string> | string, RegExp]>([
    ["a wrong password", () => addressOf({ password: "wrong" }), /refused the user or password/],
    ["no password", () => addressOf({ password: "" }), /refused the user or password/],
    ["a user that is not there", () => addressOf({ username: "nobody_here" }), /refused the user/],
    [
      "a database that is not there",
      () => addressOf({ pathname: "/nowhere" }),
      /has no database "nowhere": create it/,
    ],
    [
      "a name that is not found",
      () => addressOf({ hostname: "db.invalid" }),
      /cannot be found by that name/,
    ],
    [
      "a closed port",
      async () => addressOf({ port: String(await freePort()) }),
      /does not listen on port \d+/,
    ],
    ...["require", "verify-ca", "verify-full"].map((mode): [string, () => string, RegExp] => [
      `sslmode=${mode} against a server without TLS`,
      () => addressOf({ search: `?sslmode=${mode}` }),
      /does not speak TLS, and DATABASE_URL requires it/,
    ]),
    [
      "a certificate file that is not there",
      () => addressOf({ search: "?sslmode=verify-full&sslrootcert=/nowhere/ca.crt" }),
      /certificate file named in DATABASE_URL cannot be read/,
    ],
  ])("%s", async (_, url, says) => {
    const sentence = await refusal(await url());
    expect(sentence).toMatch(says);
    expect(sentence).not.toMatch(/ {4}at |node_modules|wrong\b/);
  });

  test("a server that is too old", () => {
    expect(() => refuseOlder(149_999, "14.99")).toThrow(
      /is PostgreSQL 14\.99, and Castellan needs 15 or newer/,
    );
    expect(() => refuseOlder(150_000, "15.0")).not.toThrow();
  });

  test("whatever a driver says, the sentence names neither user nor password", () => {
    const codes = fc.constantFrom(
      "28P01",
      "3D000",
      "ENOTFOUND",
      "ECONNREFUSED",
      "ETIMEDOUT",
      "53300",
      "57P03",
      "25006",
      "CERT_HAS_EXPIRED",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "ENOENT",
      "ECONNRESET",
      "ENOSPC",
    );
    const url = "postgres://someone:hidden@db.example.test:5433/people";
    fc.assert(
      fc.property(codes, fc.string(), (code, words) => {
        const error = Object.assign(new Error(`someone hidden ${words}`), { code });
        const wrapped = [error, new Error("x", { cause: error }), new AggregateError([error])];
        for (const one of wrapped) {
          const { message } = databaseTrouble(url, one)!;
          expect(message).toMatch(/^The database server at db\.example\.test:5433 .*[:,].*\.$/s);
          expect(message).not.toMatch(/someone|hidden/);
        }
      }),
    );
  });
});

describe("rights that an owner lacks", () => {
  /** Runs what the refusal printed for an administrator, as it stands. */
  const runPrinted = (sentence: string, database: string) =>
    administer(
      sentence
        .split("\n")
        .filter((line) => line.endsWith(";"))
        .join("\n"),
      database,
    );

  test(
    "are printed as SQL, and once an administrator has run it, the database is prepared",
    { timeout: 60_000 },
    async () => {
      const url = await stageDatabase(first, "");
      const says = await refusal(url);
      expect(says).toContain(`alter role "owner_of_${first}" createrole;`);
      await runPrinted(says, first);
      // this server has roles of the other tests' installations, so those lines are printed too
      expect(await refusal(url)).toBe("it was prepared");
      expect(await refusal(url)).toBe("it was prepared");
    },
  );

  test(
    "a second installation on the same server gets along with the first",
    { timeout: 60_000 },
    async () => {
      const url = await stageDatabase(second, "createrole");
      const says = await refusal(url);
      expect(says).toMatch(/grant "castellan_app" to "owner_of_two_\d+" with admin option/);
      await runPrinted(says, second);
      expect(await refusal(url)).toBe("it was prepared");
    },
  );
});

const program = "/usr/sbin/pgbouncer";
/** Connected, and looked at without changing anything. */
async function lookedAt(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await refuseUnfitDatabase(client, url, (database) => `castellan_app_${database}`);
  } finally {
    await client.end();
  }
}

describe.skipIf(!existsSync(program))("PgBouncer", () => {
  const folder = mkdtempSync(join(tmpdir(), "castellan-pgbouncer-"));
  let running: ChildProcess;
  let port: number;
  beforeAll(async () => {
    chmodSync(folder, 0o755);
    port = await freePort();
    const { hostname, port: to, username, password: secret } = server();
    const target = `host=${hostname} port=${to} user=${username} password=${secret}`;
    const file = join(folder, "pgbouncer.ini");
    const text = ["transaction", "session", "statement"].map(
      (mode) => `${mode} = ${target} dbname=postgres pool_mode=${mode}`,
    );
    writeFileSync(
      file,
      `[databases]\n${text.join("\n")}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = any\n`,
    );
    running = spawn(program, [file], {
      stdio: "ignore",
      ...(process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }),
    });
    await vi.waitUntil(
      async () => {
        const client = new pg.Client(through("session"));
        client.on("error", () => {});
        return client
          .connect()
          .then(() => client.end())
          .then(
            () => true,
            () => false,
          );
      },
      { timeout: 10_000 },
    );
  });
  afterAll(async () => {
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const through = (mode: string) =>
    addressOf({ hostname: "127.0.0.1", port: String(port), pathname: `/${mode}` });

  test.each(["transaction", "statement"])("in %s mode is refused with the reason", async (mode) => {
    expect(await refusal(through(mode))).toMatch(
      /connection pooler in transaction or statement mode[\s\S]*pool_mode = session/,
    );
  });

  test("in session mode is as good as PostgreSQL itself", async () => {
    await expect(lookedAt(through("session"))).resolves.toBeUndefined();
  });
});
