import type { Database } from "@/lib/db/connection";
import {
  newestFirst,
  pageOf,
  type Placed,
  type Position,
  positionIn,
} from "@/lib/lists/newest-first";
import { type Names, userNames } from "@/lib/users/rows";
import { keyNames } from "./names";
import { resultOf } from "./result";
import type { CallFilter, CallPage, CallView } from "./traffic";

/** A rare filter looks at no more than this many calls before it says how far it got. */
const LOOKED_AT = 10_000;

export type CallRow = Placed & {
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
    async ({ key, actor, from, to }, after, most) => {
      const statement = newestFirst(calls, {
        ...{ accountId, from, to, after, most },
        equal: { key: ["key_id", key], actor: ["actor_id", actor] },
        // The indexes of key and actor are kept with nulls last, the key of the table with nulls first.
        nullsLast: key !== undefined || actor !== undefined,
      });
      return (await db.$client.query<CallRow>(statement)).rows;
    },
  );
  return { data: await callViews(db, accountId, found), ...page };
}

const calls = { name: "calls", table: "api_calls", id: "request_id", columns: callColumns };

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
  const after = await positionIn(db, bound, cursor);
  const { key: asked, actor, from, to, ...rest } = filter;
  const keyless = asked === "none";
  const key = keyless ? undefined : asked;
  const rare = keyless || Object.values(rest).some((one) => one !== undefined);
  const most = rare ? LOOKED_AT : limit + 1;
  const rows = await rowsOf({ key, actor, from, to }, after, most);
  return pageOf(
    db,
    bound,
    rows,
    { limit, most, rare },
    (row) => ((!keyless || row.key_id === null) && fits(row, rest) ? row : null),
    (row) => row.request_id,
  );
}

type Rare = Omit<CallFilter, "key" | "actor" | "from" | "to" | "limit" | "cursor">;

const fits = (row: CallRow, { operation, result, status, code, method, source }: Rare) =>
  (operation === undefined || (row.operation ?? row.route) === operation) &&
  (result === undefined || resultOf(row.status) === result) &&
  (status === undefined || row.status === status) &&
  (code === undefined || row.code === code) &&
  (method === undefined || row.method === method) &&
  (source === undefined || row.source === source);

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
