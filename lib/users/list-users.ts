import type { Database } from "@/lib/db/connection";
import { query } from "@/lib/gate/query";
import { asItIs } from "@/lib/gate/visible";
import { makeCursor, readCursor } from "@/lib/lists/cursor";
import { abilitiesIn, abilitiesOn } from "@/lib/policy/abilities";
import { type Actor, standingOf, type UserTarget } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { directoryOf } from "./directory";
import type { Listed } from "./directory-index";
import { titlesOf } from "./rows";
import { type Sort, UserFilter, UserPage, UserRow } from "./user";

/**
 * The people of the account: any part of name or address in any script, by status and role, by every column, page
 * by page behind a cursor. Each comes with what the one who asks may do to them.
 */
export const listUsers = query("user.list", {
  input: UserFilter,
  output: UserPage,
  refuses: [],
  compares: { q: ["name", "email"], sort: ["name", "email"] },
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
    const after = cursor ? await readCursor(db, bound, cursor) : null;
    const search = {
      q,
      status,
      role,
      sort: sort.replace("-", "") as Sort,
      descending: sort.startsWith("-"),
    };
    const { entries, total, more } = directory.page(search, limit, after);
    await tellTitles(db, accountId, entries);
    const may = abilitiesOfMe(me);
    return {
      data: entries.map((entry) => ({
        id: entry.id,
        name: entry.name,
        email: entry.email,
        title: entry.title ?? null,
        role: entry.role,
        status: entry.status,
        createdAt: new Date(entry.createdAt).toISOString(),
        lastSeenAt: entry.lastSeenAt ? new Date(entry.lastSeenAt).toISOString() : null,
        pausedUntil: entry.pausedUntil,
        may: may(entry),
      })),
      nextCursor: more ? await makeCursor(db, bound, entries.at(-1)!.id) : null,
      total,
      may: abilitiesIn(me),
    };
  },
});

/** What searches and orders compare of a user. */
const Compared = UserRow.pick({ id: true, name: true, email: true });

/** Titles are opened when they are first shown. An entry forgets its title when its user changes. */
async function tellTitles(db: Database, accountId: string, entries: Listed[]): Promise<void> {
  const untold = entries.filter(({ title }) => title === undefined);
  const titles = await titlesOf(
    db,
    accountId,
    untold.map(({ id }) => id),
  );
  for (const entry of untold) entry.title = titles.get(entry.id) ?? null;
}

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
