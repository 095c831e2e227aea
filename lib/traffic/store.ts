import type pg from "pg";

import { NOBODY } from "@/lib/db/schema/traffic";
import type { Database } from "@/lib/db/connection";
import { accountVault, installationVault } from "@/lib/vault/keyring";
import { type CallLine, openSpooled, originPlace } from "./line";
import { resultOf } from "./result";
import { addRollups, type Counted, rollUp } from "./rollup";

/**
 * Stores calls with their sums, account by account, in the transaction at hand. A call that is stored already is left
 * out of both, so that the same lines may come any number of times.
 *
 * @returns how many were new
 */
export async function storeCalls(db: Database, lines: readonly CallLine[]): Promise<number> {
  let stored = 0;
  for (const [accountId, calls] of byAccount(lines)) {
    if (!(await enter(db.$client, accountId))) continue;
    const present = await presentAmong(db.$client, accountId, calls);
    const rows: object[] = [];
    for (const call of calls) rows.push(await rowOf(db, accountId, withoutGone(call, present)));
    const inserted = await db.$client.query<{ request_id: string }>(insertion, [
      accountId,
      JSON.stringify(rows),
    ]);
    const fresh = new Set(inserted.rows.map(({ request_id: id }) => id));
    stored += fresh.size;
    const counted = calls.filter(({ requestId }) => fresh.delete(requestId)).map(countedOf);
    if (counted.length) {
      await db.$client.query(addRollups, [accountId, JSON.stringify(rollUp(counted))]);
    }
  }
  return stored;
}

/**
 * Opens the scope of an account and keeps it from being purged meanwhile. A call of one that is gone, or about to go, is told nowhere:
 * it would be the first thing to be kept of it again.
 */
async function enter(client: pg.PoolClient, accountId: string): Promise<boolean> {
  await client.query(
    "select set_config('castellan.account_id', $1, true), set_config('castellan.person_id', '', true)",
    [accountId],
  );
  if (accountId === NOBODY) return true;
  const { rowCount } = await client.query(
    "select from accounts where id = $1 and state <> 'purging' for key share",
    [accountId],
  );
  return rowCount === 1;
}

/**
 * The users among the callers who still exist, kept from being permanently deleted until this is stored: a line that waited on the disk
 * must not bring back what was destroyed meanwhile.
 */
async function presentAmong(
  client: pg.PoolClient,
  accountId: string,
  calls: readonly CallLine[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(calls.filter(isOfUser).map(({ actorId }) => actorId))];
  if (!ids.length) return new Set();
  const { rows } = await client.query<{ id: string }>(
    "select id from users where account_id = $1 and id = any ($2) order by id for key share",
    [accountId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

const isOfUser = ({ actorKind, actorId }: CallLine) =>
  actorId !== null && (actorKind === "user" || actorKind === "key");

const withoutGone = (call: CallLine, present: ReadonlySet<string>): CallLine =>
  isOfUser(call) && !present.has(call.actorId!)
    ? { ...call, actorId: null, origin: null, sealedBy: null }
    : call;

function byAccount(lines: readonly CallLine[]): [string, CallLine[]][] {
  const accounts = new Map<string, CallLine[]>();
  for (const line of lines) {
    const held = accounts.get(line.accountId);
    if (held) held.push(line);
    else accounts.set(line.accountId, [line]);
  }
  return [...accounts].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const countedOf = (call: CallLine): Counted => ({
  kind: "call",
  at: new Date(call.at),
  operation: call.operation ?? call.route,
  subjectId: call.keyId,
  result: resultOf(call.status),
  duration: call.duration,
  bytesIn: call.bytesIn,
  bytesOut: call.bytesOut,
});

/** The row of a call, its origin sealed for its account, or for the installation where nobody was known. */
async function rowOf(db: Database, accountId: string, call: CallLine) {
  const { sealedBy, idempotencyHash, origin, ...row } = call;
  const sealed = sealedBy === null ? origin : await sealedAnew(db, accountId, call);
  return { ...row, origin: hex(sealed), idempotencyHash: hex(idempotencyHash) };
}

async function sealedAnew(db: Database, accountId: string, call: CallLine): Promise<string | null> {
  const plain = openSpooled(call);
  if (plain === null) return null;
  const vault = await (accountId === NOBODY
    ? installationVault(db, "traffic")
    : accountVault(db, accountId));
  return vault.seal(originPlace(call.requestId), plain).toString("base64");
}

/** How bytes are written in JSON that PostgreSQL reads. */
const hex = (base64: string | null) =>
  base64 && `\\x${Buffer.from(base64, "base64").toString("hex")}`;

const insertion = `insert into api_calls
    (account_id, at, request_id, actor_kind, actor_id, key_id, source, method, route, operation, status, code, duration,
      bytes_in, bytes_out, origin, idempotency_hash)
  select $1, at, "requestId", "actorKind", "actorId", "keyId", source, method, route, operation, status, code, duration,
    "bytesIn", "bytesOut", origin, "idempotencyHash"
  from jsonb_to_recordset($2::jsonb) as c (at timestamptz, "requestId" uuid, "actorKind" text, "actorId" uuid, "keyId" uuid,
    source text, method text, route text, operation text, status int, code text, duration int, "bytesIn" int,
    "bytesOut" int, origin bytea, "idempotencyHash" bytea)
  on conflict do nothing returning request_id`;
