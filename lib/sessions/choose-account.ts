import { eq } from "drizzle-orm";
import { z } from "zod";

import { AccountId } from "@/lib/accounts/account";
import { sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { peopledPlaces } from "@/lib/people/places";
import { seen } from "./seen";

/** Picks or switches the account a session works in. Being paused in one account leaves the others alone. */
export const chooseAccount = command("session.choose_account", {
  input: z.strictObject({ accountId: AccountId }),
  refuses: ["not_found"],
  async run({ db, me, input: { accountId } }) {
    if (!("sessionId" in me)) throw new Failure("unauthenticated");
    const places = await peopledPlaces(db, me.personId);
    const place = places.find((one) => one.accountId === accountId && one.status === "active");
    if (!place) throw new Failure("not_found");
    await enterScope(db, accountId, me.personId);
    await db
      .update(sessions)
      .set({ accountId, userId: place.user.id })
      .where(eq(sessions.id, me.sessionId));
    await seen(db, { accountId, id: place.user.id });
    return {
      value: null,
      told: { accountId, object: place.user, by: { id: place.user.id, name: place.user.name } },
    };
  },
});
