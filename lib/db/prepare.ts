import { createHash } from "node:crypto";

import { drizzle } from "drizzle-orm/node-postgres";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";

import { letCount } from "@/lib/backups/count-rows";
import { databaseTrouble } from "./causes";
import { codeOf } from "./connection";
import { refuseUnfitDatabase } from "./refuse-database";
import { type Env, StartError } from "@/lib/env";
import { mark, refuseOtherEnvironment } from "@/lib/environment/mark";
import { allowPurge } from "@/lib/purge/allow-purge";
import { purposes } from "@/lib/vault/keyring";
import { createRootKeyFile, type RootKey, rootKeys } from "@/lib/vault/root-key";
import { settleKeys } from "@/lib/vault/settle-keys";
import { newKey, unwrap, wrap } from "@/lib/vault/wrap";
import { makePartitions } from "./partitions";

const MIGRATIONS = "drizzle";
const LOCK = 0x6361_7374;

/**
 * Brings a database to the version of this program: migrations, queue, roles, the installation's keys,
 * partitions, and the keys of accounts and persons to where they are to be. Safe to run from several processes at once and again at every start.
 *
 * @param ownerUrl URL of a login that owns the database
 * @returns the URL of the login that owns nothing, which the server works with
 * @throws StartError when the server cannot be reached, the database is of a newer version or another environment, or the root
 *   key is missing or wrong
 */
export async function prepareDatabase(
  ownerUrl: string,
  env: Env,
): Promise<{
  appUrl: string;
  /** a sentence when the keys of accounts and persons went elsewhere */
  moved: string | null;
}> {
  const client = await connected(ownerUrl);
  try {
    await refuseUnfitDatabase(client, ownerUrl, loginFor);
    // An owner called like our schema would otherwise find, and make, tables there.
    await client.query("set search_path = public");
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await refuseNewer(client);
    await refuseOtherEnvironment(client, env);
    const root = await rootKeyFor(client, env);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    await mark(client, env);
    await runMigrations({ connectionString: ownerUrl });
    await client.query(queueFunctions);
    await client.query(letCount);
    await allowPurge(client);
    await makeKeys(client, root);
    await makePartitions(client);
    const moved = await settleKeys(client, env, rootKeys(env));
    return { appUrl: await makeAppLogin(client, ownerUrl, env), moved };
  } catch (error) {
    throw isFromServer(error) ? (databaseTrouble(ownerUrl, error) ?? error) : error;
  } finally {
    await client.end();
  }
}

async function connected(ownerUrl: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      connectionString: ownerUrl,
      application_name: "castellan prepare",
      connectionTimeoutMillis: 15_000,
    });
    client.on("error", () => {});
    await client.connect();
    return client;
  } catch (error) {
    throw databaseTrouble(ownerUrl, error) ?? error;
  }
}

/** PostgreSQL's own codes have five characters; a missing file of ours says nothing of the server. */
const isFromServer = (error: unknown) => /^[\dA-Z]{5}$/.test(codeOf(error) ?? "");

async function refuseNewer(client: pg.Client): Promise<void> {
  const { rows: table } = await client.query(
    "select to_regclass('drizzle.__drizzle_migrations') as found",
  );
  if (!table[0].found) return;
  const { rows } = await client.query<{ at: string }>(
    "select max(created_at) as at from drizzle.__drizzle_migrations",
  );
  const newest = Math.max(
    ...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((file) => file.folderMillis),
  );
  if (Number(rows[0]?.at ?? 0) > newest) {
    throw new StartError(
      "This data was written by a newer Castellan: start that version or a later one. Nothing was changed.",
    );
  }
}

/** The root key that the data hangs on; refuses to go on with none or another. */
export async function rootKeyFor(client: pg.Client, env: Env): Promise<RootKey> {
  const held = rootKeys(env);
  const { rows: table } = await client.query(
    "select to_regclass('public.installation_keys') as found",
  );
  const stored = table[0].found
    ? (
        await client.query(
          "select version, wrapped, root_key_id from installation_keys where purpose = 'check'",
        )
      ).rows[0]
    : undefined;
  if (!stored) return held[0] ?? createRootKeyFile(env);
  const where = env.rootKey ? "set CASTELLAN_ROOT_KEY to" : `put into ${env.dataDir}/root.key`;
  if (!held.length) {
    throw new StartError(
      `This data was written with a root key that is missing: ${where} the key it was written with. Nothing was changed.`,
    );
  }
  try {
    unwrap(held, "installation:check", {
      version: stored.version,
      wrapped: stored.wrapped,
      rootKeyId: stored.root_key_id,
    });
  } catch {
    throw new StartError(
      `The root key is not the one this data was written with: ${where} the right one. Nothing was changed.`,
    );
  }
  return held.find((key) => key.id === stored.root_key_id)!;
}

async function makeKeys(client: pg.Client, root: RootKey): Promise<void> {
  const { rows } = await client.query<{ purpose: string }>(
    "select distinct purpose from installation_keys",
  );
  for (const purpose of purposes.filter((one) => !rows.some((row) => row.purpose === one))) {
    const { version, wrapped, rootKeyId } = wrap(root, `installation:${purpose}`, 1, newKey());
    await client.query(
      "insert into installation_keys (id, purpose, version, wrapped, root_key_id) values ($1, $2, $3, $4, $5)",
      [uuidv7(), purpose, version, wrapped, rootKeyId],
    );
  }
}

/**
 * The queue's tables admit only their owner; these are the only doors. One puts a job into it, inside the change's
 * transaction; jobs of one named queue are done one after the other. The other counts what waits, and says nothing of it.
 */
const queueFunctions = `
  drop function if exists castellan.add_job(text, json, text, timestamptz);
  create or replace function castellan.add_job(task text, payload json, job_key text, run_at timestamptz, queue text default null)
  returns void language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    select graphile_worker.add_job(task, payload, queue_name => queue, job_key => job_key, run_at => run_at, max_attempts => 20)
  $$;
  revoke all on function castellan.add_job(text, json, text, timestamptz, text) from public;
  grant execute on function castellan.add_job(text, json, text, timestamptz, text) to castellan_app, castellan_support;

  create or replace function castellan.queue_state()
  returns table (due double precision, oldest timestamptz, given_up double precision)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(*) filter (where run_at <= now() and attempts < max_attempts)::float8,
      min(run_at) filter (where run_at <= now() and attempts < max_attempts),
      count(*) filter (where attempts >= max_attempts)::float8
    from graphile_worker.jobs
  $$;
  revoke all on function castellan.queue_state() from public;
  grant execute on function castellan.queue_state() to castellan_app, castellan_support;
`;

async function makeAppLogin(client: pg.Client, ownerUrl: string, env: Env): Promise<string> {
  const { rows } = await client.query(
    "select version, wrapped, root_key_id from installation_keys where purpose = 'app-role'",
  );
  const { version, wrapped, root_key_id: rootKeyId } = rows[0];
  const password = unwrap(rootKeys(env), "installation:app-role", {
    version,
    wrapped,
    rootKeyId,
  }).toString("hex");
  const { rows: current } = await client.query<{ name: string }>(
    "select current_database() as name",
  );
  const database = current[0]!.name;
  const login = loginFor(database);
  const name = client.escapeIdentifier(login);
  const { rows: server } = await client.query<{ inherited: boolean }>(
    "select current_setting('server_version_num')::int < 160000 as inherited",
  );
  const { inherited } = server[0]!;
  const { rows: known } = await client.query<{ above: boolean }>(
    "select rolsuper or rolbypassrls as above from pg_roles where rolname = $1",
    [login],
  );
  if (known[0]?.above) {
    throw new StartError(
      `The login ${login} is above row-level security, so accounts would not be apart: take SUPERUSER and BYPASSRLS from it, or drop it.`,
    );
  }
  await client.query(
    `${known.length ? "alter" : "create"} role ${name} login password ${client.escapeLiteral(password)}`,
  );
  await client.query(`grant castellan_app to ${name}`);
  // Taken on for what the staff do, and worth nothing until then; before PostgreSQL 16 a role cannot be held like that,
  // and adds nothing that castellan_app does not allow in the same scope.
  await client.query(`grant castellan_support to ${name}${inherited ? "" : " with inherit false"}`);
  await client.query(
    `revoke connect, temporary on database ${client.escapeIdentifier(database)} from public`,
  );
  await client.query(`grant connect on database ${client.escapeIdentifier(database)} to ${name}`);
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(login);
  url.password = password;
  return url.href;
}

/** A login per database. PostgreSQL cuts names at 63 bytes; two long names must not become one. */
function loginFor(database: string): string {
  const name = `castellan_app_${database}`;
  if (Buffer.byteLength(name) <= 63) return name;
  return `castellan_app_${createHash("sha256").update(database).digest("hex").slice(0, 40)}`;
}
