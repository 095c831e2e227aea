import { randomBytes } from "node:crypto";
import pg from "pg";

import { sealActorDetail, sealDetail } from "@/lib/activity/detail";
import { type Database, inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { sealCard } from "@/lib/users/card";
import { sealTitle } from "@/lib/users/rows";
import { emailIndex } from "@/lib/vault/blind-index";
import { accountVault, freshVault, wrappingRootKey } from "@/lib/vault/keyring";
import { emailOf, idOf, momentOf, nameOf, startOfTime, titleOf } from "./invented";

/** A stretch of rows that one process writes. */
export type Part = {
  what: "users" | "events";
  accountId: string;
  /** tells the accounts' people apart */
  account: string;
  from: number;
  to: number;
  /** users, or events, of the account in all */
  of: number;
  users: number;
  passwordHash: string;
};

/** Every hundredth event happened to the first user, so that one has a long story. */
export const objectOf = (index: number, users: number): number =>
  index % 100 === 0 ? 0 : (index * 7_919) % users;
/** A few people do most of what is done. */
export const actorOf = (index: number, users: number): number =>
  index % 5 === 4 ? (index * 104_729) % users : index % Math.min(20, users);

const AT_ONCE = 2_000;

process.on("message", (part: Part) => {
  void write(part).then(
    () => process.send!("done"),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit());

/**
 * Writes rows as the product would, each sealed for its own place, but many at once and past the triggers; what those
 * would have counted is written by the one who asked.
 */
async function write(part: Part): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.CASTELLAN_BENCH_OWNER_URL });
  await client.connect();
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  let written: Promise<unknown> = Promise.resolve();
  for (let from = part.from; from < part.to; from += AT_ONCE) {
    const indexes = Array.from(
      { length: Math.min(AT_ONCE, part.to - from) },
      (_, step) => from + step,
    );
    const statements = await inTransaction(async (db) => {
      await enterScope(db, part.accountId);
      return part.what === "users" ? users(db, part, indexes) : events(db, part, indexes);
    }, "read");
    await written;
    written = inTurn(client, statements);
  }
  await written;
  await client.end();
}

async function inTurn(client: pg.Client, statements: Statement[]): Promise<void> {
  for (const { text, values } of statements) await client.query(text, values);
}

type Statement = { text: string; values: unknown[] };

async function users(db: Database, part: Part, indexes: number[]): Promise<Statement[]> {
  const { accountId, account, passwordHash } = part;
  const vault = await accountVault(db, accountId);
  const root = await wrappingRootKey(db);
  const persons: unknown[][] = [[], [], []];
  const keys: unknown[][] = [[], [], []];
  const rows: unknown[][] = [[], [], [], [], [], [], []];
  for (const index of indexes) {
    const id = idOf("user", account, index);
    const personId = idOf("person", account, index);
    const email = emailOf(account, index);
    const { vault: personal, key } = freshVault(root, `person:${personId}`);
    const place = { table: "persons", column: "email", row: personId };
    push(persons, personId, personal.seal(place, email), await emailIndex(db, email));
    push(keys, personId, key.wrapped, key.rootKeyId);
    push(
      rows,
      id,
      personId,
      sealCard(vault, id, { name: nameOf(index), email }),
      await sealTitle(db, { accountId, id }, titleOf(index)),
      index < 20 ? "administrator" : index % 50 === 0 ? "auditor" : "user",
      new Date(startOfTime + index * 60_000).toISOString(),
      index + 1,
    );
  }
  return [
    {
      text: `insert into persons (id, email, email_index, password_hash, password_set_at)
        select id, email, index, $4, now() from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as p (id, email, index)`,
      values: [...persons, passwordHash],
    },
    {
      text: `insert into person_keys (person_id, version, wrapped, root_key_id)
        select id, 1, wrapped, root from unnest($1::uuid[], $2::bytea[], $3::text[]) as k (id, wrapped, root)`,
      values: keys,
    },
    {
      text: `insert into users (account_id, id, person_id, card, title, role, status, accepted_at, created_at, directory_seq)
        select $8, id, person, card, title, role, 'active', at, at, seq
        from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::text[], $6::timestamptz[], $7::bigint[])
          as u (id, person, card, title, role, at, seq)`,
      values: [...rows, accountId],
    },
  ];
}

async function events(db: Database, part: Part, indexes: number[]): Promise<Statement[]> {
  const { accountId, account, of, users: people } = part;
  const vault = await accountVault(db, accountId);
  const columns: unknown[][] = [[], [], [], [], [], [], [], []];
  for (const index of indexes) {
    const id = idOf("event", account, index);
    const actor = actorOf(index, people);
    const object = objectOf(index, people);
    push(
      columns,
      id,
      new Date(momentOf(index, of)).toISOString(),
      idOf("user", account, actor),
      idOf("user", account, object),
      `request-${index}`,
      sealActorDetail(vault, id, {
        name: nameOf(actor),
        origin: { ip: "203.0.113.7", place: null, browser: "Firefox 140 on Linux" },
      }),
      sealDetail(vault, id, {
        object: nameOf(object),
        changes: [{ field: "title", from: titleOf(index), to: titleOf(index + 1) }],
        particulars: {},
      }),
      randomBytes(16),
    );
  }
  return [
    {
      text: `insert into activity (account_id, id, at, action, outcome, actor_kind, actor_id, object_kind, object_id,
          source, request_id, actor_detail, detail, salt)
        select $9, id, at, 'user.edit', 'ok', 'user', actor, 'user', object, 'panel', request, by, detail, salt
        from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::bytea[], $7::bytea[], $8::bytea[])
          as e (id, at, actor, object, request, by, detail, salt)`,
      values: [...columns, accountId],
    },
  ];
}

const push = (columns: unknown[][], ...row: unknown[]) =>
  row.forEach((value, index) => columns[index]!.push(value));
