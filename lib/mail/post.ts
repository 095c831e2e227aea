import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { letters as letterRows } from "@/lib/db/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import { emailOf } from "@/lib/people/rows";
import { personVault } from "@/lib/vault/keyring";
import type { LetterKind } from "./letters";
import { type LetterText, render } from "./render";

export type LetterBody = { to: string; subject: string; text: string; html: string };

export const bodyPlace = (letterId: string) => ({
  table: "letters",
  column: "body",
  row: letterId,
});

export const troublePlace = (letterId: string) => ({
  table: "letters",
  column: "trouble",
  row: letterId,
});

type Post = {
  personId: string;
  kind: LetterKind;
  text: LetterText;
  requestId: string;
  /** the address on record when left out */
  to?: string;
  user?: { accountId: string; id: string };
  linkId?: string;
};

/**
 * Puts a letter into the outbox, in the transaction of the change it tells of: no letter without the change, no
 * change without the letter. A job sends it after the commit.
 */
export async function post(
  db: Database,
  { personId, kind, text, requestId, to, user, linkId }: Post,
): Promise<void> {
  const id = newId();
  const body: LetterBody = {
    to: to ?? (await emailOf(db, personId)),
    subject: text.subject,
    ...render(text),
  };
  await db.insert(letterRows).values({
    id,
    personId,
    accountId: user?.accountId,
    userId: user?.id,
    linkId,
    kind,
    requestId,
    body: (await personVault(db, personId)).sealJson(bodyPlace(id), body),
  });
  await enqueue(db, "send_letter", { letterId: id });
}
