import pg from "pg";

import { StartError } from "@/lib/env";
import { databaseTrouble } from "./causes";

const OLDEST = 150_000;
/** The roles that migrations make. They are the server's, so a second installation on it shares them. */
const roles = [
  "castellan_app",
  "castellan_gatekeeper",
  "castellan_support",
  "castellan_purger",
] as const;

/**
 * Refuses a database that Castellan cannot work with, before anything is changed in it.
 *
 * @param client connected as the owner
 * @param loginFor the login of the application for a database
 * @throws StartError with the reason and, where an administrator of the server can help, with the SQL to run once
 */
export async function refuseUnfitDatabase(
  client: pg.Client,
  ownerUrl: string,
  loginFor: (database: string) => string,
): Promise<void> {
  const { rows } = await client.query<{ version: number; shown: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as shown",
  );
  refuseOlder(rows[0]!.version, rows[0]!.shown);
  await refuseTransactionPooler(client, ownerUrl);
  await refuseWithoutRights(client, rows[0]!.version, loginFor);
}

/** @throws StartError for a server that lacks what Castellan relies on */
export function refuseOlder(version: number, shown: string): void {
  if (version >= OLDEST) return;
  throw new StartError(
    `The database server is PostgreSQL ${shown}, and Castellan needs 15 or newer: upgrade it, or leave DATABASE_URL out to use the embedded one.`,
  );
}

/**
 * Locks, the queue's notices and prepared statements belong to a session, so a pooler that lends a session for one transaction alone
 * loses them. A pooler is noticed by the number it gives our session; then two sessions show whether they stay apart.
 */
async function refuseTransactionPooler(client: pg.Client, ownerUrl: string): Promise<void> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const { processID } = client as unknown as { processID: number | null };
  if (rows[0]!.pid === processID || (await keepsSessions(client, ownerUrl))) return;
  throw new StartError(
    "DATABASE_URL leads to a connection pooler in transaction or statement mode, and Castellan needs sessions of its own (locks, notices, prepared statements): give it the address of PostgreSQL itself, or a pool in session mode (PgBouncer: pool_mode = session). Castellan keeps a small pool by itself, CASTELLAN_POOL_SIZE. Nothing was changed.",
  );
}

const MARK = "castellan.session_mark";

async function keepsSessions(client: pg.Client, ownerUrl: string): Promise<boolean> {
  const other = new pg.Client({ connectionString: ownerUrl, query_timeout: 3_000 });
  other.on("error", () => {});
  await client.query(`select set_config('${MARK}', 'ours', false)`);
  try {
    await other.connect();
    // takes the session that was used last, where sessions are lent
    await other.query("begin");
    await other.query("select 1");
    const { rows } = await client.query<{ mark: string | null }>({
      text: `select current_setting('${MARK}', true) as mark`,
      query_timeout: 3_000,
    } as pg.QueryConfig);
    return rows[0]!.mark === "ours";
  } catch (error) {
    if (error instanceof Error && /timeout|transaction blocks not allowed/i.test(error.message))
      return false;
    throw databaseTrouble(ownerUrl, error) ?? error;
  } finally {
    await other.end().catch(() => {});
  }
}

type Rights = {
  owner: string;
  database: string;
  creates_roles: boolean;
  creates_schemas: boolean;
  uses_public: boolean;
  superuser: boolean;
};

/** Migrations make roles and schemas. Each right that is missing is one line for an administrator to run. */
async function refuseWithoutRights(
  client: pg.Client,
  version: number,
  loginFor: (database: string) => string,
): Promise<void> {
  const { rows } = await client.query<Rights>(
    `select current_user as owner, current_database() as database, rolsuper as superuser,
       rolsuper or rolcreaterole as creates_roles,
       has_database_privilege(current_database(), 'create') as creates_schemas,
       has_schema_privilege('public', 'create') as uses_public
     from pg_roles where rolname = current_user`,
  );
  const found = rows[0]!;
  if (found.superuser) return;
  const owner = client.escapeIdentifier(found.owner);
  const database = client.escapeIdentifier(found.database);
  const lines = [
    ...(found.creates_roles ? [] : [`alter role ${owner} createrole;`]),
    ...(found.creates_schemas ? [] : [`grant create on database ${database} to ${owner};`]),
    ...(found.uses_public ? [] : [`grant create on schema public to ${owner};`]),
    ...(version >= 160_000
      ? await membershipsMissing(client, owner, loginFor(found.database))
      : []),
  ];
  if (!lines.length) return;
  throw new StartError(
    [
      "The user in DATABASE_URL lacks rights that Castellan needs. Let an administrator of the server run this once, connected to that database, then start again. Nothing was changed.",
      "",
      ...lines.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

/** From PostgreSQL 16 on, roles that another installation made there are granted only by those who administer them. */
async function membershipsMissing(
  client: pg.Client,
  owner: string,
  login: string,
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles r where rolname = any ($1) and not exists (
       select from pg_auth_members m where m.roleid = r.oid and m.admin_option
         and m.member = (select oid from pg_roles where rolname = current_user)) order by rolname`,
    [[...roles, login]],
  );
  return rows.map(
    ({ name }) =>
      `grant ${client.escapeIdentifier(name)} to ${owner} with admin option, inherit false, set false;`,
  );
}
