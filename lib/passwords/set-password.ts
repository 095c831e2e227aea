import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { inTransaction } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import { command, type Done } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { addressBlock, forgetTries, insist } from "@/lib/limits/limits";
import { voidPersonLinks } from "@/lib/links/rows";
import { hashToken } from "@/lib/links/token";
import { address } from "@/lib/mail/addresses";
import { letters } from "@/lib/mail/letters";
import { post } from "@/lib/mail/post";
import { peopledPlaces, toldInEach } from "@/lib/people/places";
import { credentialsOf, emailOf, writePassword } from "@/lib/people/rows";
import { endPersonSessions } from "@/lib/sessions/end";
import { originOf } from "@/lib/sessions/origin";
import { accept } from "@/lib/users/accept";
import { Name } from "@/lib/users/user";
import { hashed, matches } from "./check";
import { contextOf } from "./context";
import { refuseWeakPassword } from "./refuse-weak-password";

type Link = {
  id: string;
  purpose: "invitation" | "reset";
  person_id: string;
  account_id: string | null;
  user_id: string | null;
  state: string;
};

/** Where an accepted invitation led, and the address to sign in with. */
type Accepted = { account: string | null; email: string };

/**
 * Uses an invitation or reset link: sets the password once, ends every session of the person, kills their other
 * links, and never signs in (P14; ASVS V6.3.6, V6.4.1). An invitation to someone who has a password already is
 * accepted without one.
 *
 * Refused with `link_dead`, `password_refused`, `too_many`, `busy`.
 */
export const setPassword = command("password.set", {
  input: z.strictObject({
    token: z.string().max(200),
    password: z.string().max(2_000).optional(),
    /** what the invited wants to be called */
    name: z.union([z.literal("").transform(() => undefined), Name]).optional(),
  }),
  async prepare({ token, password }, _me, request) {
    await insist("link from an address block", addressBlock(request.ip));
    const { link, context, stored, email } = await inTransaction(async (db) => {
      const [link] = await call<Link>(db, "open_link", hashToken("link", token));
      if (!link || link.state !== "live" || !["invitation", "reset"].includes(link.purpose)) {
        throw new Failure("link_dead");
      }
      const { password_hash: stored } = await credentialsOf(db, link.person_id);
      const email = await emailOf(db, link.person_id);
      return { link, stored, email, context: await contextOf(db, link.person_id) };
    });
    if (link.purpose === "invitation" && stored !== null) return { hash: null, email };
    if (!password)
      throw new Failure("password_refused", { fields: { password: "Choose a password." } });
    await refuseWeakPassword(password, context);
    if (stored && (await matches(password, stored)).ok) {
      throw new Failure("password_refused", {
        fields: { password: "This is your present password. Choose another one." },
      });
    }
    return { hash: await hashed(password), email };
  },
  async run({ db, input, prepared: { hash, email }, request, now }): Promise<Done<Accepted>> {
    const [link] = await call<Link>(db, "use_link", hashToken("link", input.token), [
      "invitation",
      "reset",
    ]);
    if (!link) throw new Failure("link_dead");
    const personId = link.person_id;
    if (hash) {
      await writePassword(db, personId, hash);
      await endPersonSessions(db, personId, "password");
      await voidPersonLinks(db, personId, "reset");
      await voidPersonLinks(db, personId, "email-confirm");
    }
    if (link.purpose === "invitation") {
      const user = await accept(
        db,
        { accountId: link.account_id!, id: link.user_id! },
        input.name,
        now,
      );
      return {
        value: { account: await accountName(db, link.account_id!), email },
        told: {
          accountId: link.account_id!,
          object: user,
          by: { id: user.id, name: user.name },
          changes: [{ field: "status", from: "invited", to: "active" }],
          particulars: { accepted: true },
        },
      };
    }
    await post(db, {
      personId,
      kind: "passwordChanged",
      text: letters.passwordChanged({
        when: `${now.toISOString().slice(0, 16).replace("T", " at ")} UTC`,
        place: originOf(request)?.place ?? null,
        url: address.forgotPassword(),
      }),
      requestId: request.id,
    });
    const places = await peopledPlaces(db, personId);
    await enterScope(db, null, personId);
    await forgetTries(db, email);
    return {
      value: { account: null, email },
      told: toldInEach(places, {
        changes: [{ field: "password", from: "changed", to: "changed" }],
      }),
    };
  },
});
