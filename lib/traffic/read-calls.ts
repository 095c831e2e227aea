import type { Database } from "@/lib/db/connection";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { keyNames, type Names, userNames } from "./names";
import { resultOf } from "./result";
import type { CallFilter, CallPage, CallView } from "./traffic";

/** A rare filter looks at no more than this many calls before it says how far it got. */
const LOOKED_AT = 10_000;

export type CallRow = {
  at: Date;
  /** the same instant to the microsecond, in the database's own words */
  exact: string;
  request_id: string;
  actor_kind: string;
  actor_id: string | null;
  key_id: string | null;
  source: "panel" | "api";
  method: string;
  route: string;
  operation: string | null;
  status: number;
  code: string | null;
  duration: number;
  bytes_in: number;
  bytes_out: number;
};

export const callColumns = `at, at::text as exact, request_id, actor_kind, actor_id, key_id, source, method, route, operation,
    status, code, duration, bytes_in, bytes_out`;

type Position = { at: string; id: string };
type Indexed = Pick<CallFilter, "key" | "actor" | "from" | "to">;

/** A page of an account's calls, the newest first, with the names of those who made them. */
export async function readCalls(
  db: Database,
  accountId: string,
  asked: CallFilter,
): Promise<Omit<CallPage, "kept">> {
  const { found, ...page } = await pageOfCalls(
    db,
    ["calls", accountId],
    asked,
    async (filter, after, most) =>
      (await db.$client.query<CallRow>(statement(accountId, filter, after, most))).rows,
  );
  return { data: await callViews(db, accountId, found), ...page };
}

/**
 * A page of calls behind a cursor, wherever the rows come from. Key and person have an index; other filters look
 * through a bounded window and tell how far back they looked.
 */
export async function pageOfCalls(
  db: Database,
  list: string[],
  { cursor, limit, ...filter }: CallFilter,
  rowsOf: (filter: Indexed, after: Position | null, most: number) => Promise<CallRow[]>,
): Promise<{ found: CallRow[] } & Pick<CallPage, "nextCursor" | "searchedTo">> {
  const bound = JSON.stringify([...list, filter]);
  const after = cursor ? (JSON.parse(await readCursor(db, bound, cursor)) as Position) : null;
  const { key: asked, actor, from, to, ...rest } = filter;
  const keyless = asked === "none";
  const key = keyless ? undefined : asked;
  const rare = keyless || Object.values(rest).some((one) => one !== undefined);
  const most = rare ? LOOKED_AT : limit + 1;
  const rows = await rowsOf({ key, actor, from, to }, after, most);

  const found: CallRow[] = [];
  let last: CallRow | undefined;
  let index = 0;
  for (; index < rows.length && found.length < limit; index++) {
    last = rows[index]!;
    if ((!keyless || last.key_id === null) && fits(last, rest)) found.push(last);
  }
  const mayBeMore = index < rows.length || rows.length === most;
  return {
    found,
    nextCursor:
      mayBeMore && last
        ? await makeCursor(db, bound, JSON.stringify({ at: last.exact, id: last.request_id }))
        : null,
    searchedTo: rare && mayBeMore && found.length < limit && last ? last.at.toISOString() : null,
  };
}

type Rare = Omit<CallFilter, "key" | "actor" | "from" | "to" | "limit" | "cursor">;

const fits = (row: CallRow, { operation, result, status, code, method, source }: Rare) =>
  (operation === undefined || (row.operation ?? row.route) === operation) &&
  (result === undefined || resultOf(row.status) === result) &&
  (status === undefined || row.status === status) &&
  (code === undefined || row.code === code) &&
  (method === undefined || row.method === method) &&
  (source === undefined || row.source === source);

/** The statement that reads a page, prepared under one name for each set of filters. */
function statement(
  accountId: string,
  { key, actor, from, to }: Indexed,
  after: Position | null,
  most: number,
): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const used: string[] = [];
  const conditions = [`account_id = ${value(accountId)}`];
  const when = (name: string, one: unknown, condition: () => string) => {
    if (one === undefined || one === null) return;
    used.push(name);
    conditions.push(condition());
  };
  when("key", key, () => `key_id = ${value(key)}`);
  when("actor", actor, () => `actor_id = ${value(actor)}`);
  when("from", from, () => `at >= ${value(from)}`);
  when("to", to, () => `at < ${value(to)}`);
  when("after", after, () => {
    const at = `${value(after!.at)}::timestamptz`;
    return `at <= ${at} and (at, request_id) < (${at}, ${value(after!.id)}::uuid)`;
  });
  // Days that are still to come stay shut.
  if (!to && !after) conditions.push("at <= statement_timestamp() + interval '1 hour'");
  // The indexes of key and actor are kept with nulls last, the key of the table with nulls first.
  const nulls = key || actor ? " nulls last" : "";
  return {
    name: ["calls", ...used].join("_"),
    text: `select ${callColumns} from api_calls where ${conditions.join(" and ")}
      order by at desc${nulls}, request_id desc${nulls} limit ${value(most)}`,
    values,
  };
}

/** Calls as they leave the server, with the names of those who made them. */
export async function callViews(
  db: Database,
  accountId: string,
  rows: readonly CallRow[],
): Promise<CallView[]> {
  const people = await userNames(
    db,
    accountId,
    rows.map(({ actor_id: id }) => id),
  );
  const keys = await keyNames(
    db,
    accountId,
    rows.map(({ key_id: id }) => id),
  );
  return rows.map((row) => callView(row, people, keys));
}

const callView = (row: CallRow, people: Names, keys: Names): CallView => ({
  requestId: row.request_id,
  at: row.at.toISOString(),
  actor: {
    kind: row.actor_kind,
    id: row.actor_id,
    name: (row.actor_id && people.get(row.actor_id)) ?? null,
  },
  key: row.key_id ? { id: row.key_id, name: keys.get(row.key_id) ?? null } : null,
  source: row.source,
  method: row.method,
  route: row.route,
  operation: row.operation,
  status: row.status,
  code: row.code,
  durationMs: row.duration / 1_000,
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
});
