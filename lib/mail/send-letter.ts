import { and, eq, sql } from "drizzle-orm";

import { type Database, inTransaction } from "@/lib/db/connection";
import { letters, links } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { noteDisclosure } from "@/lib/egress/disclosure";
import type { Handed } from "@/lib/egress/smtp";
import { log } from "@/lib/log";
import { personVault } from "@/lib/vault/keyring";
import { bodyPlace, type LetterBody, troublePlace } from "./post";
import { deliver } from "./transport";

type Opened = {
  id: string;
  personId: string;
  accountId: string | null;
  userId: string | null;
  requestId: string;
  body: LetterBody;
  /** the link in it is of no use any more */
  dead: boolean;
};

/**
 * Sends one letter from the outbox and destroys its text. A mail server that is away is tried again with growing
 * pauses; one that refuses for good, or a link that expired meanwhile, ends the letter as failed, with the reason an
 * administrator reads. Sent at least once: a letter repeated after a crash carries the same link.
 */
export async function sendLetter(letterId: string, lastTry: boolean): Promise<void> {
  const letter = await inTransaction((db) => open(db, letterId));
  if (!letter) return;
  if (letter.dead) return settle(letter, [], "failed", "The link in it was no longer valid.");

  const { seen, trouble } = await deliver(letter.body);
  if (!trouble) return settle(letter, seen, "sent", null);
  const forGood = lastTry || trouble.forGood;
  const { stage, code } = trouble;
  log.warn({ stage, code, letterId, forGood }, "a letter did not leave");
  await settle(letter, seen, forGood ? "failed" : "queued", trouble.says.slice(0, 300));
  if (!forGood) throw new Error("the letter could not be sent yet");
}

async function open(db: Database, id: string): Promise<Opened | null> {
  const [entered] = await call<{ enter_letter: boolean }>(db, "enter_letter", id);
  if (!entered?.enter_letter) return null;
  const [row] = await db
    .select({
      personId: letters.personId,
      accountId: letters.accountId,
      userId: letters.userId,
      requestId: letters.requestId,
      body: letters.body,
      state: letters.state,
      dead: sql<boolean>`coalesce(${links.expiresAt} <= now() or ${links.voidedAt} is not null, false)`,
    })
    .from(letters)
    .leftJoin(links, eq(links.id, letters.linkId))
    .where(eq(letters.id, id));
  if (!row?.body || row.state !== "queued") return null;
  const vault = await personVault(db, row.personId);
  return { ...row, id, body: vault.openJson<LetterBody>(bodyPlace(id), row.body) };
}

/** Ends a letter that must not be sent, with the reason an administrator reads. */
export const endWithoutSending = (letterId: string, personId: string, why: string) =>
  inTransaction(async (db) => {
    await call(db, "enter_letter", letterId);
    await end(db, letterId, personId, "failed", why);
  });

/** Writes how a try ended, and what the mail service has seen by it: each try that got that far is a disclosure of its own. */
const settle = (
  { id, personId, accountId, userId, requestId, body }: Opened,
  seen: Handed["seen"],
  state: "queued" | "sent" | "failed",
  trouble: string | null,
) =>
  inTransaction(async (db) => {
    await enterScope(db, accountId, personId);
    if (seen.length) {
      await noteDisclosure(db, {
        ...{ processor: "mail", purpose: "deliver_letter", fields: seen },
        bytes: Buffer.byteLength(seen.includes("letter") ? Object.values(body).join("") : body.to),
        about: { accountId, personId, userId },
        requestId,
      });
    }
    await end(db, id, personId, state, trouble);
  });

/** A letter that is over keeps no text. */
async function end(
  db: Database,
  id: string,
  personId: string,
  state: "queued" | "sent" | "failed",
  trouble: string | null,
): Promise<void> {
  const sealed =
    trouble === null ? null : (await personVault(db, personId)).seal(troublePlace(id), trouble);
  await db
    .update(letters)
    .set({
      ...{ state, trouble: sealed, attempts: sql`${letters.attempts} + 1` },
      ...(state !== "queued" && { body: null }),
      ...(state === "sent" && { sentAt: sql`now()` }),
    })
    .where(and(eq(letters.id, id), eq(letters.state, "queued")));
}
