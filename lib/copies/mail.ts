import { and, eq, inArray, isNotNull } from "drizzle-orm";
import PostalMime from "postal-mime";

import type { Database } from "@/lib/db/connection";
import { letters, mailbox } from "@/lib/db/schema";
import { openMail } from "@/lib/mail/mailbox";
import { bodyPlace, type LetterBody, troublePlace } from "@/lib/mail/post";
import { deliverable } from "@/lib/shapes/email";
import { installationVault, personVault } from "@/lib/vault/keyring";

/**
 * Withdraws letters to others of the account in scope that wait to be sent and name what is gone: their text is destroyed, and whoever
 * administers the account can read that they were not sent. Letters to the person go with the person.
 */
export async function withdrawLetters(
  db: Database,
  accountId: string,
  called: readonly string[],
): Promise<void> {
  const waiting = await db
    .select({ id: letters.id, personId: letters.personId, body: letters.body })
    .from(letters)
    .where(
      and(eq(letters.accountId, accountId), eq(letters.state, "queued"), isNotNull(letters.body)),
    );
  for (const { id, personId, body } of waiting) {
    const vault = await personVault(db, personId);
    const { to, subject, text } = vault.openJson<LetterBody>(bodyPlace(id), body!);
    if (!names(`${to}\n${subject}\n${text}`, called)) continue;
    const trouble = vault.seal(troublePlace(id), "It named someone who was permanently deleted.");
    await db
      .update(letters)
      .set({ state: "failed", body: null, trouble })
      .where(and(eq(letters.id, id), eq(letters.state, "queued")));
  }
}

/** Removes letters from the local mailbox of an installation without a mail server that name what is gone. */
export async function emptyMailbox(db: Database, called: readonly string[]): Promise<void> {
  const rows = await db.select({ id: mailbox.id, message: mailbox.message }).from(mailbox);
  if (!rows.length) return;
  const vault = await installationVault(db, "mailbox");
  const naming: string[] = [];
  for (const { id, message } of rows) {
    const { to, subject, text } = await PostalMime.parse(openMail(vault, id, message));
    const said = [subject, text, ...(to ?? []).map(({ address }) => address)].join("\n");
    if (names(said, called)) naming.push(id);
  }
  if (naming.length) await db.delete(mailbox).where(inArray(mailbox.id, naming));
}

/** Whether a text names something: a name as it is written and by itself, so that “Will” is not found in “will” or “Willow”. */
function names(text: string, called: readonly string[]): boolean {
  const flat = spaced(text);
  return called
    .flatMap((name) => [name, deliverable(name) ?? name])
    .map(spaced)
    .some((name) => name !== "" && isIn(flat, name));
}

/** Lines of an email are broken where they are full, also within a name, and what isolates a name in it is not seen. */
const spaced = (text: string) =>
  text
    .replaceAll(/\p{Default_Ignorable_Code_Point}+/gu, "")
    .replaceAll(/\s+/g, " ")
    .trim();

function isIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + name.length)];
    if (!around.some((character) => /[\p{L}\p{N}]/u.test(character))) return true;
  }
  return false;
}
