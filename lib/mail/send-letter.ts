import { and, eq, sql } from "drizzle-orm";

import { inTransaction } from "@/lib/db/connection";
import { letters, links } from "@/lib/db/schema";
import { call } from "@/lib/db/scope";
import { personVault } from "@/lib/vault/keyring";
import { bodyPlace, type LetterBody, troublePlace } from "./post";
import { deliver } from "./transport";

/**
 * Sends one letter from the outbox and destroys its text. A mail server that is away is tried again with growing
 * pauses; one that refuses for good, or a link that expired meanwhile, ends the letter as failed, with the reason an
 * administrator reads. Sent at least once: a letter repeated after a crash carries the same link.
 */
export async function sendLetter(letterId: string, lastTry: boolean): Promise<void> {
  const letter = await inTransaction(async (db) => {
    const [entered] = await call<{ enter_letter: boolean }>(db, "enter_letter", letterId);
    if (!entered?.enter_letter) return null;
    const [row] = await db
      .select({
        personId: letters.personId,
        body: letters.body,
        state: letters.state,
        dead: sql<boolean>`coalesce(${links.expiresAt} <= now() or ${links.voidedAt} is not null, false)`,
      })
      .from(letters)
      .leftJoin(links, eq(links.id, letters.linkId))
      .where(eq(letters.id, letterId));
    if (!row?.body || row.state !== "queued") return null;
    const body = (await personVault(db, row.personId)).openJson<LetterBody>(
      bodyPlace(letterId),
      row.body,
    );
    return { personId: row.personId, body, dead: row.dead };
  });
  if (!letter) return;
  if (letter.dead)
    return end(letterId, letter.personId, "failed", "The link in it was no longer valid.");

  try {
    await deliver(letter.body);
  } catch (error) {
    const { message, responseCode } = error as { message: string; responseCode?: number };
    const forGood = lastTry || (responseCode !== undefined && responseCode >= 500);
    await end(letterId, letter.personId, forGood ? "failed" : "queued", message.slice(0, 300));
    if (!forGood) throw new Error("the letter could not be sent yet");
    return;
  }
  await end(letterId, letter.personId, "sent", null);
}

/** Ends a letter that must not be sent, with the reason an administrator reads. */
export const endWithoutSending = (letterId: string, personId: string, why: string) =>
  end(letterId, personId, "failed", why);

/** Writes how a try ended. A letter that is over keeps no text. */
async function end(
  letterId: string,
  personId: string,
  state: "queued" | "sent" | "failed",
  trouble: string | null,
): Promise<void> {
  await inTransaction(async (db) => {
    await call(db, "enter_letter", letterId);
    const vault = await personVault(db, personId);
    await db
      .update(letters)
      .set({
        state,
        attempts: sql`${letters.attempts} + 1`,
        trouble: trouble === null ? null : vault.seal(troublePlace(letterId), trouble),
        ...(state !== "queued" && { body: null }),
        ...(state === "sent" && { sentAt: sql`now()` }),
      })
      .where(and(eq(letters.id, letterId), eq(letters.state, "queued")));
  });
}
