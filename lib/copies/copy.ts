import type { Database } from "@/lib/db/connection";

/** Something of an account that is permanently deleted, and what it is called in texts: names and addresses. */
export type Gone = {
  accountId: string;
  kind: "user" | "api_key" | "webhook";
  id: string;
  called: readonly string[];
};

/** What was destroyed lately, as every process reads it in the journal of the database. */
export type LatelyGone = {
  kind: "user" | "person" | "account" | "staff" | "removed_key" | "removed_webhook";
  account_id: string;
  object_id: string;
  person_id: string | null;
};

/** Data that was made of other data and could outlive it. */
export type Copy = {
  /** what it is */
  what: string;
  /** where it is: columns of the database, folders of the data directory, memory of a process by its name in `shared` */
  columns?: readonly string[];
  folders?: readonly string[];
  memory?: readonly string[];
  /** who can read it */
  readBy: string;
  /** how it goes when its source is permanently deleted */
  goes: string;
  /** the database function that withdraws it, in the transaction of the deletion and when a restore does it again */
  within?: "destroy_activity" | "withdraw_archives" | "destroy_loose" | "close_erasure_request";
  /** withdraws it in the transaction of the deletion, what the database function cannot do */
  withdraw?: (db: Database, gone: Gone) => Promise<unknown>;
  /** withdraws it when an account is purged, where it names no account */
  purge?: (db: Database) => Promise<unknown>;
  /** takes it out of the memory of this process */
  forget?: (gone: LatelyGone) => void;
};
