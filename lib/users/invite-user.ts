import { and, eq } from "drizzle-orm";
import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { newId } from "@/lib/db/id";
import { users } from "@/lib/db/schema";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import { starterOf } from "@/lib/links/starter";
import { personFor } from "@/lib/people/rows";
import { standingOf } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { accountVault } from "@/lib/vault/keyring";
import { sealCard } from "./card";
import { sendInvitation } from "./invitation";
import { sealTitle } from "./rows";
import { Email, sameEmail } from "@/lib/shapes/email";
import { Name, Role, Title } from "./user";

/**
 * Invites an address into the account with a role; a letter with a link leaves with the change. Whether the address
 * belongs to a person in another account cannot be told from the answer (P14, ASVS V6.3.8).
 *
 * Refused with `already_user` when the address has a user here, also in the bin, and `too_many`.
 */
export const inviteUser = command("user.invite", {
  input: z.strictObject({
    email: Email,
    role: Role.default("user"),
    /** what to call them until they say; the part before the @ when left out */
    name: z.union([z.literal("").transform(() => undefined), Name]).optional(),
    title: Title.optional().default(null),
  }),
  output: z.object({ userId: z.uuid() }),
  refuses: ["already_user"],
  makes: ({ role }) => ({ id: "", role, status: "invited" }),
  async prepare({ email }, me) {
    const who = standingOf(me);
    if (who) await insist("invitations of a user", who.userId);
    await insist("invitation of an address", `${accountOf(me)}:${sameEmail(email)}`);
  },
  async run({ db, me, input: { email, role, name, title }, request }) {
    const accountId = accountOf(me);
    const person = await personFor(db, accountId, email);
    const [known] = await db
      .select({ status: users.status })
      .from(users)
      .where(and(eq(users.accountId, accountId), eq(users.personId, person.id)));
    if (known) {
      throw new Failure("already_user", {
        says:
          known.status === "deleted"
            ? "This address belongs to a user in the bin. Restore that user instead."
            : undefined,
      });
    }
    const id = newId();
    const called = name ?? email.slice(0, email.indexOf("@"));
    await db.insert(users).values({
      accountId,
      id,
      personId: person.id,
      card: sealCard(await accountVault(db, accountId), id, { name: called, email }),
      title: await sealTitle(db, { accountId, id }, title),
      role,
      status: "invited",
    });
    await sendInvitation(db, {
      person,
      user: { accountId, id },
      account: await accountName(db, accountId),
      inviter: me.kind === "user" ? me.name : null,
      starter: starterOf("user.invite", me),
      requestId: request.id,
    });
    return {
      value: { userId: id },
      told: {
        object: { kind: "user", id, name: called },
        changes: [
          { field: "email", from: null, to: email },
          { field: "role", from: null, to: role },
        ],
      },
    };
  },
});
