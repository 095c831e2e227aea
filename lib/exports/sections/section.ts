import type { z } from "zod";

import type { Database } from "@/lib/db/connection";

/** What a section is read from: one moment of the database, and whose it is. */
export type Source<Whose> = { db: Database; whose: Whose };

/** One list in an archive, written as JSON Lines and as CSV. */
export type Section<Whose, Shape extends z.ZodObject = z.ZodObject> = {
  /** the name of its files */
  name: string;
  /** what it holds, for whoever opens the archive */
  about: string;
  /** what a row looks like; its fields are the columns, in this order */
  shape: Shape;
  /** how many rows to expect */
  count(source: Source<Whose>): Promise<number>;
  /** its rows, a page at a time */
  read(source: Source<Whose>): AsyncGenerator<z.infer<Shape>[]>;
};

export const PAGE = 1_000;

/** Reads page after page behind the last row of the one before; never more than a page is in memory. */
export async function* pagesOf<Row>(
  page: (after: Row | null) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after: Row | null = null; ;) {
    const rows: Row[] = await page(after);
    if (rows.length) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** How many rows of a table fit. */
export async function countWhere(
  db: Database,
  table: string,
  condition: string,
  values: unknown[],
): Promise<number> {
  const { rows } = await db.$client.query<{ n: number }>(
    `select count(*)::float8 as n from ${table} where ${condition}`,
    values,
  );
  return rows[0]!.n;
}

/** How many rows of a table belong to an account. */
export const countOf = (db: Database, table: string, accountId: string): Promise<number> =>
  countWhere(db, table, "account_id = $1", [accountId]);
