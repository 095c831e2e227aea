import type { Database } from "@/lib/db/connection";
import { issueLink } from "@/lib/links/rows";
import type { Starter } from "@/lib/links/starter";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import type { FoundPerson } from "@/lib/people/rows";

type Invitation = {
  person: FoundPerson;
  user: { accountId: string; id: string };
  account: string;
  inviter: string | null;
  starter: Starter;
  requestId: string;
};

/** Makes a fresh invitation link, killing the older one, and posts the letter that carries it. */
export async function sendInvitation(
  db: Database,
  { person, user, account, inviter, starter, requestId }: Invitation,
): Promise<string> {
  const link = await issueLink(db, "invitation", {
    personId: person.id,
    credentialVersion: person.credential_version,
    accountId: user.accountId,
    userId: user.id,
    starter,
  });
  await post(db, {
    personId: person.id,
    kind: "invitation",
    text: letters.invitation({
      account,
      inviter,
      url: address.setPassword(link.token),
      known: person.password_hash !== null,
    }),
    requestId,
    user,
    linkId: link.id,
  });
  return link.token;
}
