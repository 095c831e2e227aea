import type { Database } from "@/lib/db/connection";
import { issueLink } from "@/lib/links/rows";
import type { Starter } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { FoundPerson } from "@/lib/people/rows";

/**
 * Tells a person in scope that they are of the staff. Who has no password yet gets a link to set one, which kills the
 * older one; the link is handed back too.
 */
export async function welcomeStaff(
  db: Database,
  person: FoundPerson,
  requestId: string,
  starter: Starter,
): Promise<string | null> {
  const link =
    person.password_hash === null
      ? await issueLink(db, "staff-invitation", {
          personId: person.id,
          credentialVersion: person.credential_version,
          starter,
        })
      : null;
  const url = link && address.setPassword(link.token);
  await post(db, {
    personId: person.id,
    kind: "staffInvitation",
    text: letters.staffInvitation({ url: url ?? address.signIn(), known: !link }),
    requestId,
    linkId: link?.id,
  });
  return url;
}
