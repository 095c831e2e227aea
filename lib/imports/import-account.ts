import { z } from "zod";

import { createAccountRow } from "@/lib/accounts/rows";
import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { imports } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { readEnv } from "@/lib/env";
import { TakeOutWebhook } from "@/lib/exports/format";
import { command } from "@/lib/gate/command";
import { startedByItself } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { personFor } from "@/lib/people/rows";
import { sendInvitation } from "@/lib/users/invitation";
import { type Archive, openArchive } from "./archive";
import { type Checked, checkArchive, ImportedUser, isInvited } from "./check-archive";
import { insertImportedUser } from "./insert-user";
import { insertImportedWebhook } from "./insert-webhook";
import { refuse } from "./refuse";

/**
 * Makes a new account out of a take-out archive, all of it or nothing. Nobody brings a password along: the owners are
 * invited, and the account waits for one of them; they then invite the others. What was done in the old installation stays
 * in the archive, since this one has not seen it.
 */
export const importAccount = command("account.import", {
  input: z.strictObject({ path: z.string().max(4_096) }),
  output: z.object({
    accountId: z.uuid(),
    users: z.int(),
    webhooks: z.int(),
    invitations: z.array(z.object({ email: z.string(), link: z.string() })),
  }),
  refuses: ["archive_refused"],
  async prepare({ path }) {
    const archive = await openArchive(path);
    try {
      return await checkArchive(archive, readEnv(process.env));
    } finally {
      archive.close();
    }
  },
  async run({ db, input: { path }, prepared: checked, request }) {
    const [{ is_imported: known } = { is_imported: false }] = await call<{ is_imported: boolean }>(
      db,
      "is_imported",
      checked.archive,
    );
    if (known) refuse("This archive has been imported here already.");
    const archive = await openArchive(path);
    try {
      if (archive.manifest.archive !== checked.archive) refuse("The file was exchanged meanwhile.");
      const accountId = await createAccountRow(db, checked.account);
      await db.insert(imports).values({ id: checked.archive, accountId });
      const invitations = await insertUsers(db, archive, checked, accountId, request.id);
      await enterScope(db, accountId);
      for await (const { row } of archive.rows("webhooks", TakeOutWebhook))
        await insertImportedWebhook(db, accountId, row);
      const { users, webhooks, account, origin, madeAt } = checked;
      return {
        value: { accountId, users, webhooks, invitations },
        told: {
          accountId,
          object: { kind: "account", id: accountId, name: account },
          particulars: { users, webhooks, origin, madeAt, archive: checked.archive },
        },
      };
    } finally {
      archive.close();
    }
  },
});

/** Everyone of the archive, and an invitation for each owner who can come. */
async function insertUsers(
  db: Database,
  archive: Archive,
  { account }: Checked,
  accountId: string,
  requestId: string,
): Promise<{ email: string; link: string }[]> {
  const invitations: { email: string; link: string }[] = [];
  for await (const { row } of archive.rows("users", ImportedUser)) {
    const person = await personFor(db, accountId, row.email);
    const id = newId();
    await insertImportedUser(db, { accountId, id, personId: person.id }, row);
    if (row.role !== "owner" || !isInvited(row)) continue;
    const user = { accountId, id };
    const starter = startedByItself("account.import");
    const token = await sendInvitation(db, {
      ...{ person, user, account, inviter: null, starter, requestId },
    });
    invitations.push({ email: row.email, link: address.setPassword(token) });
  }
  return invitations;
}
