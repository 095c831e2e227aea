import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterAll, beforeAll } from "vitest";

import { readEnv } from "@/lib/env";
import { appPool } from "./connection";
import { prepareDatabase } from "./prepare";

const TEMPLATE = "castellan_template";
const ROOT_KEY = Buffer.alloc(32, 7).toString("base64");

const at = (database: string) => {
  const url = new URL(process.env.CASTELLAN_TEST_DATABASE_URL!);
  url.pathname = `/${database}`;
  return url.href;
};

async function asOwner<T>(
  work: (client: pg.Client) => Promise<T>,
  database = "postgres",
): Promise<T> {
  const client = new pg.Client({ connectionString: at(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes an installation of its own, copied from a template that is made once, and points this process at it. */
export async function makeTestInstallation(): Promise<{ ownerUrl: string; drop(): Promise<void> }> {
  process.env.CASTELLAN_ROOT_KEY = ROOT_KEY;
  process.env.CASTELLAN_ORIGIN ??= "http://localhost:3000";
  const dataDir = process.env.CASTELLAN_DATA_DIR ?? mkdtempSync(join(tmpdir(), "castellan-data-"));
  process.env.CASTELLAN_DATA_DIR = dataDir;
  const database = `castellan_${randomBytes(6).toString("hex")}`;
  await asOwner(async (client) => {
    await client.query("select pg_advisory_lock(4242)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [
      TEMPLATE,
    ]);
    if (!rowCount) {
      await client.query(`create database ${TEMPLATE}_new`);
      await prepareDatabase(at(`${TEMPLATE}_new`), readEnv(process.env));
      await client.query(`alter database ${TEMPLATE}_new rename to ${TEMPLATE}`);
    }
    await client.query(`create database ${database} template ${TEMPLATE}`);
  });
  const ownerUrl = at(database);
  const { appUrl } = await prepareDatabase(ownerUrl, readEnv(process.env));
  process.env.CASTELLAN_APP_DATABASE_URL = appUrl;
  return {
    ownerUrl,
    async drop() {
      await appPool().end();
      rmSync(dataDir, { recursive: true, force: true });
      await asOwner((client) => client.query(`drop database ${database} with (force)`));
    },
  };
}

/** An installation for the tests of one file. `owner` runs SQL past every rule, for arranging and looking. */
export function testInstallation() {
  let made: Awaited<ReturnType<typeof makeTestInstallation>> | undefined;
  let client: pg.Client | undefined;
  beforeAll(async () => {
    made = await makeTestInstallation();
    client = new pg.Client({ connectionString: made.ownerUrl });
    await client.connect();
  }, 60_000);
  afterAll(async () => {
    await client?.end();
    await made?.drop();
  });
  return {
    owner: <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
      client!.query<Row>(sql, values).then(({ rows }) => rows),
    get ownerUrl() {
      return made!.ownerUrl;
    },
  };
}
