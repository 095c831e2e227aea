import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { addressBlock, insist } from "@/lib/limits/limits";
import { issueLink, newEmailOf, voidLinks } from "@/lib/links/rows";
import { hashToken } from "@/lib/links/token";
import { startedByItself } from "@/lib/links/starter";
import { useLink } from "@/lib/links/use-link";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { isStaff } from "@/lib/staff/rows";
import { toldInEach } from "./places";
import { rewriteEmail } from "./rewrite-email";
import { credentialsOf, emailOf, placesOf } from "./rows";

/**
 * The new address confirms itself and becomes the one to sign in with; the old one is told, with a way back
 * (ASVS V6.3.7). Open reset links die. Refused with `link_dead`, `link_waits`, `address_taken`.
 */
export const confirmEmail = command("email.confirm", {
  input: z.strictObject({ token: z.string().max(200) }),
  output: z.object({ email: z.string() }),
  refuses: ["link_dead", "link_waits", "address_taken"],
  prepare: (_input, _me, request) => insist("link from an address block", addressBlock(request.ip)),
  async run({ db, input, request, now }) {
    await insistOnTime(db, input.token, now);
    const link = await useLink(db, input.token, "email-confirm");
    const { id: linkId, person_id: personId } = link;
    // Started by an administrator, when the person was in no other account and not of the staff yet.
    if (link.account_id && (await isElsewhere(db, personId))) throw new Failure("link_dead");
    const oldEmail = await emailOf(db, personId);
    const newEmail = await newEmailOf(db, personId, linkId);
    const places = await rewriteEmail(db, personId, newEmail);
    await voidLinks(db, { personId }, "reset");
    const { credential_version: credentialVersion } = await credentialsOf(db, personId);
    const wayBack = await issueLink(db, "email-revert", {
      personId,
      credentialVersion,
      newEmail: oldEmail,
      starter: startedByItself("email.confirm"),
    });
    await post(db, {
      personId,
      kind: "emailChanged",
      text: letters.emailChanged({ url: address.revertEmail(wayBack.token) }),
      requestId: request.id,
      to: oldEmail,
      linkId: wayBack.id,
    });
    return {
      value: { email: newEmail },
      told: toldInEach(places, { changes: [{ field: "email", from: oldEmail, to: newEmail }] }),
    };
  },
});

type Waiting = { state: string; not_before: Date | null };

/** The address in use has its time to stop what somebody else started. Refuses with `link_waits`. */
async function insistOnTime(db: Database, token: string, now: Date): Promise<void> {
  const [link] = await call<Waiting>(db, "open_link", hashToken("link", token));
  if (link?.state === "live" && link.not_before && link.not_before > now) {
    throw new Failure("link_waits", {
      says: `This change waits until ${link.not_before.toISOString().slice(0, 16).replace("T", " at ")} UTC, so that the address in use can stop it. Open the link again then.`,
    });
  }
}

const isElsewhere = async (db: Database, personId: string): Promise<boolean> =>
  (await placesOf(db, personId)).length > 1 || (await isStaff(db, personId));
