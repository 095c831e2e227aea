import { desc, eq } from "drizzle-orm";

import { FULL_EVERY, KEPT_FOR } from "@/lib/backups/backup";
import { whatADestroyedKeyMeans } from "@/lib/backups/destroyed-key";
import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { purgeRecipients, purges } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { hashToken, newToken } from "@/lib/links/token";
import { installationVault } from "@/lib/vault/keyring";
import { certificateSigner } from "./signing";
import { canonical, type Facts, Statement } from "./statement";

export type Recipient = { email: string; code: string };

const recipientPlace = (id: string) => ({
  table: "purge_recipients",
  column: "sealed_to",
  row: id,
});

/** The code in a letter by which its certificate is found. */
export const newCode = newToken;
export const hashCode = (code: string) => hashToken("certificate", code);

/** Keeps an address until the last letter to it was sent, under a key of the installation: the person's own is gone by then. */
export async function keepRecipient(
  db: Database,
  purgeId: string,
  recipient: Recipient,
): Promise<void> {
  const id = newId();
  const vault = await installationVault(db, "recipients");
  await db
    .insert(purgeRecipients)
    .values({ purgeId, id, sealedTo: vault.sealJson(recipientPlace(id), recipient) });
}

export async function openRecipient(
  db: Database,
  id: string,
  sealedTo: Buffer,
): Promise<Recipient> {
  const vault = await installationVault(db, "recipients");
  return vault.openJson<Recipient>(recipientPlace(id), sealedTo);
}

/** By when the last backup that holds what is destroyed at this moment is gone (P66); null where none are made. */
export async function backupsGoneBy(db: Database, now: Date): Promise<Date | null> {
  const { rows } = await db.$client.query<{ some: boolean }>(
    "select exists (select from backups where state = 'whole') as some",
  );
  const made = rows[0]!.some || readEnv(process.env).backupDir !== null;
  return made ? new Date(now.getTime() + KEPT_FOR + FULL_EVERY) : null;
}

type Destroyed = {
  kind: "person" | "user";
  accountId: string | null;
  objectId: string;
  requestedAt: Date | null;
  deleted: Record<string, number>;
  keys: string[];
};

/**
 * Certifies what was destroyed in the transaction at hand.
 * @returns the id of the certificate, the code that finds it, and by when no backup holds it any more
 */
export async function certify(
  db: Database,
  { kind, accountId, objectId, requestedAt, deleted, keys }: Destroyed,
  now: Date,
): Promise<{ id: string; code: string; goneBy: Date | null }> {
  const id = newId();
  const code = newCode();
  const goneBy = await backupsGoneBy(db, now);
  const facts: Facts = {
    requestedAt: requestedAt?.toISOString() ?? null,
    ...{ sealedAt: null, lane: null, holds: [], keys },
  };
  const purge = { id, kind, accountId, objectId, startedAt: now };
  const { statement, signature } = await signed(db, purge, facts, { deleted, keys, goneBy, now });
  await db.insert(purges).values({
    ...purge,
    codeHash: hashCode(code),
    facts: JSON.stringify(facts),
    finishedAt: now,
    ...{ goneBy, statement, signature },
  });
  return { id, code, goneBy };
}

type Purge = Pick<
  typeof purges.$inferSelect,
  "id" | "kind" | "accountId" | "objectId" | "startedAt"
>;

/** The statement of a purge that is over, and the signature under it. */
export async function signed(
  db: Database,
  purge: Purge,
  { requestedAt, sealedAt, lane, holds }: Facts,
  done: { deleted: Record<string, number>; keys: string[]; goneBy: Date | null; now: Date },
): Promise<{ statement: string; signature: string }> {
  const { signer, sign } = await certificateSigner(db);
  const { unreadableFrom } = await whatADestroyedKeyMeans(db);
  const statement = Statement.parse({
    what: "castellan deletion certificate",
    format: 1,
    ...{ id: purge.id, kind: purge.kind, account: purge.accountId, object: purge.objectId },
    ...{ requestedAt, sealedAt, lane, holds },
    startedAt: purge.startedAt.toISOString(),
    finishedAt: done.now.toISOString(),
    deleted: done.deleted,
    keys: {
      ...{ destroyed: done.keys.length, fingerprints: done.keys.slice(0, 100) },
      unreadableFrom: unreadableFrom(purge.startedAt)?.toISOString() ?? null,
    },
    backupsGoneBy: done.goneBy?.toISOString() ?? null,
    signer,
  } satisfies Statement);
  return { statement: canonical(statement), signature: sign(statement) };
}

/** What was permanently deleted in an account, the newest first. */
export const deletionsOf = (db: Database, accountId: string) =>
  db
    .select({ id: purges.id, at: purges.startedAt, goneBy: purges.goneBy, goneAt: purges.goneAt })
    .from(purges)
    .where(eq(purges.accountId, accountId))
    .orderBy(desc(purges.startedAt))
    .limit(50);
