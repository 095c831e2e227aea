import type { Database } from "@/lib/db/connection";
import type { Position } from "@/lib/lists/newest-first";
import type { LedgerKind, LedgerLine } from "./ledger";

/** A line with its moment to the microsecond, written so that texts sort as moments do. */
export type Line = LedgerLine & { exact: string };

/** What is asked of a source: the lines of one account before a position, the newest first. */
export type Asked = {
  accountId: string;
  before: Position | null;
  from?: Date;
  to?: Date;
  /** the id of whoever touched the data */
  who?: string;
  limit: number;
  /** what can be summed up by day is told line by line instead */
  each?: true;
  /** only what was done to the data of this user, and of the person they are */
  about: { userId: string; personId: string } | null;
};

/** What a source found. */
export type Found = {
  lines: Line[];
  /** how far back it looked; null where there is nothing older */
  reached: Position | null;
};

/** One kind of line: where it comes from, and how it is read in a bounded window. */
export type Source = {
  kind: LedgerKind;
  /** whether a line can tell whose data it was: a user's of one account, or a person's wherever they are */
  ofPeople: "account" | "person" | null;
  read: (db: Database, asked: Asked) => Promise<Found>;
};

/** A moment as SQL writes it for a line. */
export const exactly = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The least and the greatest id: just after, and just before, everything of one moment. */
export const LAST_ID = "00000000-0000-0000-0000-000000000000";
export const FIRST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
