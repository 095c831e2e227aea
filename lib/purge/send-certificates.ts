import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";

import { inTransaction } from "@/lib/db/connection";
import { purgeRecipients, purges } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { render } from "@/lib/mail/render";
import { deliver } from "@/lib/mail/transport";
import { openRecipient } from "./certify";

/**
 * Sends each certificate to those it is for, and once more when no backup holds the data any more. Whoever got the last letter is
 * forgotten: the address is destroyed. What cannot be sent now is tried again at the next turn; an address the mail service
 * refuses for good is forgotten too.
 */
export async function sendCertificates(): Promise<void> {
  for (const letter of await waiting()) {
    try {
      const text = textOf(letter);
      const { trouble } = await deliver({
        ...{ to: letter.email, subject: text.subject },
        ...render(text),
      });
      if (trouble?.forGood) await forget(letter);
      else if (trouble) throw new Error("the mail service does not take it now");
      else await noteSent(letter);
    } catch (error) {
      log.warn({ err: error, purgeId: letter.purgeId }, "a certificate could not be sent yet");
    }
  }
}

type Waiting = {
  id: string;
  purgeId: string;
  kind: "account" | "person" | "user";
  /** whether they have had the certificate, and this is the word that backups are gone */
  told: boolean;
  goneBy: Date | null;
  email: string;
  code: string;
};

const waiting = (): Promise<Waiting[]> =>
  inTransaction(async (db) => {
    const rows = await db
      .select({
        id: purgeRecipients.id,
        purgeId: purgeRecipients.purgeId,
        sealedTo: purgeRecipients.sealedTo,
        kind: purges.kind,
        told: sql<boolean>`${purgeRecipients.toldAt} is not null`,
        goneBy: purges.goneBy,
      })
      .from(purgeRecipients)
      .innerJoin(purges, eq(purges.id, purgeRecipients.purgeId))
      .where(
        and(
          isNotNull(purges.finishedAt),
          or(isNull(purgeRecipients.toldAt), isNotNull(purges.goneAt)),
        ),
      )
      .limit(100);
    return Promise.all(
      rows.map(async ({ sealedTo, ...row }) => ({
        ...row,
        ...(await openRecipient(db, row.id, sealedTo)),
      })),
    );
  }, "read");

function textOf({ kind, told, goneBy, code }: Waiting) {
  const facts = { kind, url: address.certificate(code), goneBy: goneBy && dayOf(goneBy) };
  return told ? letters.backupsGone(facts) : letters.certificate(facts);
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Where no backups are made the first letter is the last. */
const noteSent = (letter: Waiting): Promise<unknown> =>
  letter.told || letter.goneBy === null
    ? forget(letter)
    : inTransaction((db) =>
        db
          .update(purgeRecipients)
          .set({ toldAt: sql`now()` })
          .where(it(letter)),
      );

const forget = (letter: Waiting): Promise<unknown> =>
  inTransaction((db) => db.delete(purgeRecipients).where(it(letter)));

const it = ({ purgeId, id }: Waiting) =>
  and(eq(purgeRecipients.purgeId, purgeId), eq(purgeRecipients.id, id));
