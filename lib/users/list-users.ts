import { query } from "@/lib/gate/query";
import { asItIs } from "@/lib/gate/visible";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { abilitiesIn, abilitiesOn } from "@/lib/policy/abilities";
import { type Actor, standingOf, type UserTarget } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { directoryOf } from "./directory";
import type { Place } from "./directory-index";
import { type Sort, UserFilter, UserPage, UserRow } from "./user";

/**
 * The people of the account: words in any order from name, address and title in any script, by status and role, by every
 * column, page by page behind a cursor. Each comes with what the one who asks may do to them.
 */
export const listUsers = query("user.list", {
  input: UserFilter,
  output: UserPage,
  refuses: [],
  compares: { q: ["name", "email", "title"], sort: ["name", "email"] },
  async run({
    db,
    me,
    visible,
    input: { q, status, role, sort, limit, cursor },
  }): Promise<UserPage> {
    const accountId = accountOf(me);
    const opened = await directoryOf(db, accountId);
    const directory =
      visible === asItIs ? opened : opened.shownAs((entry) => visible(Compared, entry));
    const bound = JSON.stringify(["users", accountId, q, status, role, sort]);
    const after = cursor ? (JSON.parse(await readCursor(db, bound, cursor)) as Place) : null;
    const search = {
      q,
      status,
      role,
      sort: sort.replace("-", "") as Sort,
      descending: sort.startsWith("-"),
    };
    const { entries, total, inBin, next } = directory.page(search, limit, after);
    const may = abilitiesOfMe(me);
    return {
      data: entries.map((entry) => ({
        id: entry.id,
        name: entry.name,
        email: entry.email,
        title: entry.title,
        role: entry.role,
        status: entry.status,
        createdAt: new Date(entry.createdAt).toISOString(),
        lastSeenAt: entry.lastSeenAt ? new Date(entry.lastSeenAt).toISOString() : null,
        pausedUntil: entry.pausedUntil,
        may: may(entry),
      })),
      nextCursor: next && (await makeCursor(db, bound, JSON.stringify(next))),
      total,
      inBin,
      may: abilitiesIn(me),
    };
  },
});

/** What searches and orders compare of a user. */
const Compared = UserRow.pick({ id: true, name: true, email: true, title: true });

/** A page holds few kinds of users; what may be done to each kind is asked once. */
function abilitiesOfMe(me: Actor): (them: UserTarget) => string[] {
  const known = new Map<string, string[]>();
  return (them) => {
    const self = standingOf(me)?.userId === them.id;
    const kind = `${them.role} ${them.status} ${self}`;
    let may = known.get(kind);
    if (!may) known.set(kind, (may = abilitiesOn(me, them)));
    return may;
  };
}
