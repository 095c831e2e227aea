import { createHmac } from "node:crypto";

import { z } from "zod";

import { hour } from "@/lib/clock";
import { type Database, inTransaction } from "@/lib/db/connection";
import { Failure, failures } from "@/lib/gate/failure";
import type { Actor } from "@/lib/policy/actor";
import { shared } from "@/lib/runtime";
import { accountVault, installationKey, installationVault } from "@/lib/vault/keyring";
import { Refused } from "./problem";

const KEPT = 24 * hour;

export type Kept = { status: number; body: unknown };

/** What makes a request the same as an earlier one, and what it must have in common with it. */
type Asked = { key: string; address: string; body: unknown; ip: string | null };

/** The key as it was sent; null where none was. */
export function idempotencyKeyIn(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key !== null && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Refused("idempotency_key_refused");
  return key;
}

/**
 * One change for one key, however often it is asked for. The key is claimed in the transaction of the change, and the
 * answer kept with it: whoever was cut off between the change and the answer asks again and is told what was answered.
 * Answers are sealed, and told only to the one who got them: the same user in the same role, the same key, or the same
 * address with the same body. A permanent deletion in the account destroys answers, which may name what is gone; a repeated request is then
 * refused with `idempotency_answer_destroyed` and changes nothing.
 */
export function once(asked: Asked) {
  return {
    /** the answer of an earlier request; refuses the same key with another body */
    earlier: (believed: (db: Database) => Promise<Actor>): Promise<Kept | null> =>
      inTransaction(async (db) => {
        const me = await believed(db);
        const { digest, fingerprint } = await hashes(db, me, asked);
        const { rows } = await db.$client.query<Row>({
          name: "idempotency_earlier",
          text: `select fingerprint, status, answer, sealed_for, object_id from idempotency
            where key = $1 and at > now() - $2 * interval '1 millisecond'`,
          values: [digest, KEPT],
        });
        const [row] = rows;
        if (!row) return null;
        if (!row.fingerprint.equals(fingerprint)) throw new Refused("idempotency_mismatch");
        if (!row.answer) throw answerDestroyed(row.object_id);
        const vault = await vaultFor(db, row.sealed_for);
        return {
          status: row.status,
          body: vault.openJson<{ body?: unknown }>(place(digest), row.answer).body,
        };
      }, "read"),

    /** takes the key for the change's transaction; refuses while another has it, or just had it */
    async claim(db: Database, me: Actor): Promise<void> {
      const { digest } = await hashes(db, me, asked);
      const lock = await db.$client.query<{ free: boolean }>({
        name: "idempotency_lock",
        text: "select pg_try_advisory_xact_lock($1) as free",
        values: [digest.readBigInt64BE(0).toString()],
      });
      // A statement of its own: it must see what whoever had the lock before has left behind.
      const { rowCount: had } = await db.$client.query({
        name: "idempotency_had",
        text: "select from idempotency where key = $1 and at > now() - $2 * interval '1 millisecond'",
        values: [digest, KEPT],
      });
      if (!lock.rows[0]!.free || had)
        throw new Failure("idempotency_in_progress", { retryAfter: 1 });
    },

    /** keeps the answer beside the change */
    async keep(db: Database, me: Actor, { status, body }: Kept): Promise<void> {
      const { digest, fingerprint } = await hashes(db, me, asked);
      const accountId = "accountId" in me ? me.accountId : null;
      const vault = await vaultFor(db, accountId);
      await db.$client.query(
        `insert into idempotency (key, fingerprint, status, answer, sealed_for, object_id) values ($1, $2, $3, $4, $5, $6)
         on conflict (key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
           answer = excluded.answer, sealed_for = excluded.sealed_for, object_id = excluded.object_id, at = now()`,
        [
          ...[digest, fingerprint, status],
          ...[vault.sealJson(place(digest), { body }), accountId, objectIn(body)],
        ],
      );
    },

    /** runs one at a time in this process, so that tries are not counted for requests that come to nothing */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      const underWay = shared("idempotency", () => new Set<string>());
      const name = JSON.stringify([asked.key, asked.address, asked.ip]);
      if (underWay.has(name)) throw new Failure("idempotency_in_progress", { retryAfter: 1 });
      underWay.add(name);
      try {
        return await work();
      } finally {
        underWay.delete(name);
      }
    },
  };
}

type Row = {
  fingerprint: Buffer;
  status: number;
  /** null once it was destroyed */
  answer: Buffer | null;
  sealed_for: string | null;
  object_id: string | null;
};

/** The object an answer is about, by its opaque id, which may stay when the answer must go. */
const objectIn = (body: unknown): string | null =>
  z.object({ id: z.uuid() }).safeParse(body).data?.id ?? null;

const answerDestroyed = (objectId: string | null) =>
  new Failure("idempotency_answer_destroyed", {
    says: `${failures.idempotency_answer_destroyed.says}${objectId ? ` It was about the object ${objectId}.` : ""}`,
  });

const place = (digest: Buffer) => ({
  table: "idempotency",
  column: "answer",
  row: digest.toString("hex"),
});

const vaultFor = (db: Database, accountId: string | null) =>
  accountId ? accountVault(db, accountId) : installationVault(db, "idempotency");

async function hashes(db: Database, me: Actor, { key, address, body, ip }: Asked) {
  const [newest] = await installationKey(db, "idempotency");
  const hash = (parts: unknown[]) =>
    createHmac("sha256", newest!.key).update(JSON.stringify(parts)).digest();
  return {
    digest: hash(["key", whoIs(me, ip), address, key]),
    fingerprint: hash(["body", body]),
  };
}

/** Whoever was given another role, or a key other scopes, is another one here: what they got before is not told again. */
function whoIs(me: Actor, ip: string | null): unknown[] {
  switch (me.kind) {
    case "user":
      return [me.kind, me.userId, me.role];
    case "key":
      return [me.kind, me.keyId, me.scopes, me.holder.role];
    case "person":
      return [me.kind, me.personId];
    case "staff":
      return [me.kind, me.staffId, me.roles];
    case "support":
      return [me.kind, me.staffId, me.grantId];
    case "visitor":
    case "system":
    case "operator":
      return [me.kind, ip];
  }
}
