import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { inTransaction } from "@/lib/db/connection";
import { call, enterScope } from "@/lib/db/scope";
import { command, type Done } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { addressBlock, forgetTries, insist } from "@/lib/limits/limits";
import { hashToken } from "@/lib/links/token";
import { mayStill, type StartedLink } from "@/lib/links/starter";
import { lapsed, useLink } from "@/lib/links/use-link";
import { isIn, peopledPlaces, toldInEach } from "@/lib/people/places";
import { credentialsOf, emailOf } from "@/lib/people/rows";
import { loggedFor } from "@/lib/staff/logged-for";
import { sameEmail } from "@/lib/shapes/email";
import { accept } from "@/lib/users/accept";
import { Name } from "@/lib/users/user";
import { hashed, matches } from "./check";
import { contextOf } from "./context";
import { refuseWeakPassword } from "./refuse-weak-password";
import { replacePassword, tellOfNewPassword } from "./replace-password";

/** Where an accepted invitation led, and the address to sign in with. */
const Accepted = z.object({ account: z.string().nullable(), email: z.string() });

const purposes = ["invitation", "staff-invitation", "reset"] as const;

type Link = StartedLink & {
  id: string;
  purpose: (typeof purposes)[number];
  person_id: string;
  user_id: string | null;
  state: string;
};

/**
 * Uses an invitation (to an account, or to the staff) or reset link: sets the password once, ends every session of the person, kills their other
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
  output: Accepted,
  refuses: ["link_dead", "password_refused", "busy"],
  async prepare({ token, password }, _me, request) {
    await insist("link from an address block", addressBlock(request.ip));
    const { link, context, stored, email } = await inTransaction(async (db) => {
      const [link] = await call<Link>(db, "open_link", hashToken("link", token));
      if (link?.state === "lapsed") throw lapsed();
      if (!link || link.state !== "live" || !purposes.includes(link.purpose)) {
        throw new Failure("link_dead");
      }
      if (!(await mayStill(db, link))) throw lapsed();
      const { password_hash: stored } = await credentialsOf(db, link.person_id);
      if (link.purpose === "staff-invitation" && stored !== null) throw new Failure("link_dead");
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
  async run({
    db,
    input,
    prepared: { hash, email },
    request,
    now,
  }): Promise<Done<z.infer<typeof Accepted>>> {
    const link = await useLink(db, input.token, ...purposes);
    const personId = link.person_id;
    if (hash) {
      const stored = (await credentialsOf(db, personId)).password_hash;
      if (link.purpose !== "reset" && stored !== null) throw new Failure("changed_meanwhile");
      await replacePassword(db, personId, hash);
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
    if (link.purpose === "reset") await tellOfNewPassword(db, personId, request, now);
    const places = (await peopledPlaces(db, personId)).filter(isIn);
    await enterScope(db, null, personId);
    await forgetTries(db, sameEmail(email));
    const changes = { changes: [{ field: "password", from: "changed", to: "changed" }] };
    return {
      value: { account: null, email },
      told: [
        ...toldInEach(places, changes),
        ...(await loggedFor(db, personId, link.purpose === "reset" ? changes : {})),
      ],
    };
  },
});
