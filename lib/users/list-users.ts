import { query } from "@/lib/gate/query";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { abilitiesIn, abilitiesOn } from "@/lib/policy/abilities";
import { accountOf } from "@/lib/policy/scope";
import { directoryOf } from "./directory";
import { titlesOf } from "./rows";
import { type Sort, UserFilter, type UserPage } from "./user";

/**
 * The people of the account: any part of name or address in any script, by status and role, by every column, page
 * by page behind a cursor. Each comes with what the one who asks may do to them.
 */
export const listUsers = query("user.list", {
  input: UserFilter,
  async run({ db, me, input: { q, status, role, sort, limit, cursor } }): Promise<UserPage> {
    const accountId = accountOf(me);
    const directory = await directoryOf(db, accountId);
    const bound = JSON.stringify(["users", accountId, q, status, role, sort]);
    const after = cursor ? await readCursor(db, bound, cursor) : null;
    const search = {
      q,
      status,
      role,
      sort: sort.replace("-", "") as Sort,
      descending: sort.startsWith("-"),
    };
    const { entries, total, more } = directory.page(search, limit, after);
    const titles = await titlesOf(
      db,
      accountId,
      entries.map(({ id }) => id),
    );
    return {
      data: entries.map((entry) => ({
        id: entry.id,
        name: entry.name,
        email: entry.email,
        title: titles.get(entry.id) ?? null,
        role: entry.role,
        status: entry.status,
        createdAt: new Date(entry.createdAt).toISOString(),
        lastSeenAt: entry.lastSeenAt ? new Date(entry.lastSeenAt).toISOString() : null,
        pausedUntil: entry.pausedUntil,
        may: abilitiesOn(me, entry),
      })),
      nextCursor: more ? await makeCursor(db, bound, entries.at(-1)!.id) : null,
      total,
      may: abilitiesIn(me),
    };
  },
});
