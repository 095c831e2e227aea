import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { pendingEmailOf } from "@/lib/links/rows";
import { abilitiesIn, abilitiesOn } from "@/lib/policy/abilities";
import type { AccountChoice, Me } from "@/lib/sessions/session";
import { findSelf, openTitle } from "@/lib/users/rows";
import { placesOf } from "./rows";

/** Who is signed in, where they work, and where else they could; `account` is null before one is picked. */
export const showMe = query("me.show", {
  input: z.strictObject({}),
  async run({ db, me }): Promise<Me | { account: null; accounts: AccountChoice[] }> {
    if (me.kind === "person")
      return { account: null, accounts: await choices(db, me.personId, null) };
    if (me.kind !== "user") throw new Failure("unauthenticated");
    const self = await findSelf({ db, me });
    const account = { id: me.accountId, name: await accountName(db, me.accountId) };
    return {
      id: me.userId,
      personId: me.personId,
      name: me.name,
      email: me.email,
      title: await openTitle(db, self.row),
      role: me.role,
      locale: self.row.locale,
      timeZone: self.row.timeZone,
      pendingEmail: await pendingEmailOf(db, me.personId),
      version: self.row.version,
      account,
      accounts: await choices(db, me.personId, account),
      may: [...abilitiesIn(me), ...abilitiesOn(me, self)],
    };
  },
});

async function choices(
  db: Parameters<typeof placesOf>[0],
  personId: string,
  current: { id: string; name: string } | null,
): Promise<AccountChoice[]> {
  const all: AccountChoice[] = [];
  for (const { account_id: id, role, status } of await placesOf(db, personId)) {
    if (status !== "active") continue;
    if (id === current?.id) {
      all.push({ ...current, role, current: true });
      continue;
    }
    await enterScope(db, id, personId);
    all.push({ id, name: await accountName(db, id), role, current: false });
  }
  return all;
}
