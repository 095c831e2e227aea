import type { Database } from "@/lib/db/connection";
import { issueLink } from "@/lib/links/rows";
import type { Starter } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { FoundPerson } from "@/lib/people/rows";

/** Makes a reset link, killing the older one, and posts it to the address on record. */
export async function sendResetLink(
  db: Database,
  person: FoundPerson,
  {
    by,
    starter,
    requestId,
    user,
  }: {
    by: string | null;
    starter: Starter;
    requestId: string;
    user?: { accountId: string; id: string };
  },
): Promise<void> {
  const link = await issueLink(db, "reset", {
    personId: person.id,
    credentialVersion: person.credential_version,
    starter,
  });
  await post(db, {
    personId: person.id,
    kind: "reset",
    text: letters.reset({ url: address.setPassword(link.token), by }),
    requestId,
    user,
    linkId: link.id,
  });
}
