import { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { closureOf } from "@/lib/closures/rows";
import type { Database } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { pendingEmailOf } from "@/lib/links/rows";
import {
  abilitiesIn,
  abilitiesInside,
  abilitiesOfStaff,
  abilitiesOn,
} from "@/lib/policy/abilities";
import type { SupportActor } from "@/lib/policy/actor";
import { standIn } from "@/lib/policy/support";
import { type AccountChoice, Me, StaffMe, Unplaced } from "@/lib/sessions/session";
import { isStaff } from "@/lib/staff/rows";
import { findSelf, openTitle } from "@/lib/users/rows";
import { emailOf, type PlaceRow, placesOf } from "./rows";

/** Who is signed in, where they work, and where else they could; `account` is null before one is picked. */
export const showMe = query("me.show", {
  input: z.strictObject({}),
  output: z.union([Me, StaffMe, Unplaced]),
  refuses: [],
  async run({ db, me }): Promise<Me | StaffMe | Unplaced> {
    if (me.kind === "staff") {
      const { staffId: id, name, roles } = me;
      const email = await emailOf(db, me.personId);
      const places = await placesOf(db, me.personId);
      return {
        account: null,
        staff: { id, name, email, roles: [...roles] },
        ended: me.ended ?? null,
        accounts: await choices(db, me.personId, places, null),
        operator: true,
        may: abilitiesOfStaff(me),
      };
    }
    if (me.kind === "person") {
      const places = await placesOf(db, me.personId);
      return {
        account: null,
        accounts: await choices(db, me.personId, places, null),
        operator: false,
      };
    }
    if (me.kind === "support") return guest(db, me);
    if (me.kind !== "user") throw new Failure("unauthenticated");
    const [places, self, name, pendingEmail, operator, closure] = await Promise.all([
      placesOf(db, me.personId),
      findSelf({ db, me }),
      accountName(db, me.accountId),
      pendingEmailOf(db, me.personId),
      isStaff(db, me.personId),
      closureOf(db, me.accountId),
    ]);
    const account = { id: me.accountId, name };
    const closing = closure && { endsAt: closure.coolingEndsAt?.toISOString() ?? null };
    return {
      id: me.userId,
      personId: me.personId,
      name: me.name,
      email: me.email,
      title: await openTitle(db, self.row),
      role: me.role,
      locale: self.row.locale,
      timeZone: self.row.timeZone,
      pendingEmail,
      version: self.row.version,
      account: { ...account, closing },
      accounts: await choices(db, me.personId, places, account),
      operator,
      support: null,
      may: [...abilitiesIn(me), ...abilitiesOn(me, self)],
    };
  },
});

/** One of the support staff inside an account: themselves, in it for a while, with the rights of an auditor or an administrator. */
async function guest(db: Database, me: SupportActor): Promise<Me> {
  const { grantId, accountId, staffId, personId, name, nouns, fields, mode, endsAt } = me;
  return {
    ...{ id: staffId, personId, name, email: await emailOf(db, personId), title: null },
    role: standIn(me).role,
    ...{ locale: null, timeZone: null, pendingEmail: null, version: 1 },
    account: { id: accountId, name: await accountName(db, accountId), closing: null },
    accounts: [],
    operator: false,
    support: {
      ...{ grantId, mode, nouns: [...nouns], fields: [...fields] },
      endsAt: endsAt.toISOString(),
    },
    may: [...abilitiesIn(me), ...abilitiesInside(me)],
  };
}

async function choices(
  db: Database,
  personId: string,
  places: PlaceRow[],
  current: { id: string; name: string } | null,
): Promise<AccountChoice[]> {
  const all: AccountChoice[] = [];
  for (const { account_id: id, role, status } of places) {
    if (status !== "active") continue;
    if (id === current?.id) {
      all.push({ ...current, role, current: true });
      continue;
    }
    const [, name] = await Promise.all([enterScope(db, id, personId), accountName(db, id)]);
    all.push({ id, name, role, current: false });
  }
  return all;
}
