import { count, eq } from "drizzle-orm";
import { z } from "zod";

import { accounts, users } from "@/lib/db/schema";
import { query } from "@/lib/gate/query";
import { abilitiesIn } from "@/lib/policy/abilities";
import { accountOf } from "@/lib/policy/scope";
import { AccountView } from "./account";
import { accountName, ownersOf } from "./rows";

/** The account: its name, its owners, and how many people are in it. */
export const showAccount = query("account.show", {
  input: z.strictObject({}),
  output: AccountView,
  refuses: [],
  async run({ db, me }) {
    const id = accountOf(me);
    const [row] = await db
      .select({ createdAt: accounts.createdAt, version: accounts.version })
      .from(accounts)
      .where(eq(accounts.id, id));
    const counted = await db
      .select({ status: users.status, n: count() })
      .from(users)
      .where(eq(users.accountId, id))
      .groupBy(users.status);
    const counts = { invited: 0, active: 0, paused: 0, deleted: 0 };
    for (const { status, n } of counted) counts[status] = n;
    const owners = await ownersOf(db, id);
    return {
      id,
      name: await accountName(db, id),
      createdAt: row!.createdAt.toISOString(),
      owners: owners.map(({ id: owner, name, status }) => ({ id: owner, name, status })),
      counts,
      version: row!.version,
      may: abilitiesIn(me),
    };
  },
});
