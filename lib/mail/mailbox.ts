import { desc, eq } from "drizzle-orm";
import PostalMime from "postal-mime";

import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { mailbox } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { installationVault } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";

const place = (id: string) => ({ table: "mailbox", column: "message", row: id });

/** A letter of the local mailbox, as it would have gone over the wire. */
export const openMail = (vault: Vault, id: string, message: Buffer): string =>
  vault.open(place(id), message);

/** Whether this installation keeps letters to itself: on loopback, without a mail server. */
export function mailboxIsOpen(): boolean {
  const { loopback, smtpUrl } = readEnv(process.env);
  return loopback && !smtpUrl;
}

/** Keeps a letter as it would have gone over the wire. */
export async function keepInMailbox(message: Buffer): Promise<void> {
  await inTransaction(async (db) => {
    const id = newId();
    const vault = await installationVault(db, "mailbox");
    await db.insert(mailbox).values({ id, message: vault.seal(place(id), message.toString()) });
  });
}

export type MailboxLetter = {
  id: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  at: string;
};

/** The newest letters in the local mailbox; nothing where there is none. */
export async function listMailbox(): Promise<MailboxLetter[]> {
  return mailboxIsOpen() ? readMailbox(null) : [];
}

/** One letter of the local mailbox. */
export async function showMailboxLetter(id: string): Promise<MailboxLetter | null> {
  if (!mailboxIsOpen() || !/^[\da-f-]{36}$/.test(id)) return null;
  return (await readMailbox(id))[0] ?? null;
}

async function readMailbox(id: string | null): Promise<MailboxLetter[]> {
  const opened = await inTransaction(async (db) => {
    const vault = await installationVault(db, "mailbox");
    const rows = await db
      .select()
      .from(mailbox)
      .where(id ? eq(mailbox.id, id) : undefined)
      .orderBy(desc(mailbox.at), desc(mailbox.id))
      .limit(100);
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      message: openMail(vault, row.id, row.message),
    }));
  }, "read");
  return Promise.all(
    opened.map(async ({ id: letterId, at, message }) => {
      const mail = await PostalMime.parse(message);
      return {
        id: letterId,
        to: mail.to?.map(({ address }) => address ?? "").join(", ") ?? "",
        from: mail.from?.address ?? "",
        subject: mail.subject ?? "",
        text: mail.text ?? "",
        html: mail.html ?? "",
        at: at.toISOString(),
      };
    }),
  );
}
