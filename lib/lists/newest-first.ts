import type { Database } from "@/lib/db/connection";
import { makeCursor, readCursor } from "./cursor";

/** Where a list goes on: the moment to the microsecond, in the database's own words, and the id that breaks a tie. */
export type Position = { at: string; id: string };

/** A row of such a list, with the moment both ways. */
export type Placed = { at: Date; exact: string };

/** A table of an account that is read the newest first. */
type List = {
  /** under which its statements are prepared */
  name: string;
  table: string;
  /** the column that breaks a tie between rows of one moment */
  id: string;
  columns: string;
  /** what all its rows have in common, where it is a part of the table with an index of its own */
  only?: string;
};

type Asked = {
  accountId: string;
  /** the filters that have an index, by their word: the column and what it must be */
  equal: Record<string, [column: string, value: unknown]>;
  /** whether one of them has an index that is kept with nulls last, as the key of the table is not */
  nullsLast: boolean;
  from: Date | undefined;
  to: Date | undefined;
  after: Position | null;
  most: number;
};

/** The position behind a cursor that this list gave out; null on its first page. */
export const positionIn = async (
  db: Database,
  bound: string,
  cursor: string | undefined,
): Promise<Position | null> =>
  cursor ? (JSON.parse(await readCursor(db, bound, cursor)) as Position) : null;

/**
 * The statement that reads a page, prepared under one name for each set of filters. The upper bound is always told,
 * since it leaves the partitions shut in which nothing can be: those ahead, and behind a cursor all newer ones.
 */
export function newestFirst(
  { name, table, id, columns, only }: List,
  { accountId, equal, nullsLast, from, to, after, most }: Asked,
): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown) => `$${values.push(one)}`;
  const used: string[] = [];
  const conditions = [`account_id = ${value(accountId)}`, ...(only ? [only] : [])];
  const when = (word: string, one: unknown, condition: () => string) => {
    if (one === undefined || one === null) return;
    used.push(word);
    conditions.push(condition());
  };
  for (const [word, [column, wanted]] of Object.entries(equal)) {
    when(word, wanted, () => `${column} = ${value(wanted)}`);
  }
  when("from", from, () => `at >= ${value(from)}`);
  when("to", to, () => `at < ${value(to)}`);
  when("after", after, () => {
    const at = `${value(after!.at)}::timestamptz`;
    return `at <= ${at} and (at, ${id}) < (${at}, ${value(after!.id)}::uuid)`;
  });
  if (!to && !after) conditions.push("at <= statement_timestamp() + interval '1 hour'");
  const nulls = nullsLast ? " nulls last" : "";
  return {
    name: [name, ...used].join("_"),
    text: `select ${columns} from ${table} where ${conditions.join(" and ")}
      order by at desc${nulls}, ${id} desc${nulls} limit ${value(most)}`,
    values,
  };
}

/**
 * Goes through rows until a page is full. A rare filter looks through a bounded number of rows, and tells how far back it
 * looked.
 *
 * @param itemOf what of a row belongs on the page; null where the filter leaves it out
 */
export async function pageOf<Row extends Placed, Item>(
  db: Database,
  bound: string,
  rows: readonly Row[],
  { limit, most, rare }: { limit: number; most: number; rare: boolean },
  itemOf: (row: Row) => Item | null,
  idOf: (row: Row) => string,
): Promise<{ found: Item[]; nextCursor: string | null; searchedTo: string | null }> {
  const found: Item[] = [];
  let last: Row | undefined;
  let index = 0;
  for (; index < rows.length && found.length < limit; index++) {
    last = rows[index]!;
    const item = itemOf(last);
    if (item !== null) found.push(item);
  }
  const end = index < rows.length || rows.length === most ? last : undefined;
  return {
    found,
    nextCursor: end
      ? await makeCursor(db, bound, JSON.stringify({ at: end.exact, id: idOf(end) }))
      : null,
    searchedTo: rare && end && found.length < limit ? end.at.toISOString() : null,
  };
}
