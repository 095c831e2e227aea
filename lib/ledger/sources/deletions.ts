import type { Database } from "@/lib/db/connection";
import { newestFirst, type Placed } from "@/lib/lists/newest-first";
import { keyNames } from "@/lib/traffic/names";
import { userNames } from "@/lib/users/rows";
import { exactly, type Found, type Line, type Source } from "@/lib/ledger/source";
import { plural } from "@/lib/ledger/words";

type Row = Placed & {
  id: string;
  kind: "user" | "api_key" | "webhook";
  actor_kind: string;
  actor_id: string | null;
  destroyed: number;
};

/** Permanent deletions: one line without content is all that is left of whoever is gone (P35). */
export const deletions: Source = {
  kind: "deletion",
  ofPeople: null,
  async read(db, { accountId, before, from, to, who, limit }): Promise<Found> {
    const { rows } = await db.$client.query<Row>(
      newestFirst(list, {
        ...{ accountId, from, to, after: before, most: LOOKED_AT, nullsLast: true },
        equal: {},
      }),
    );
    const found = rows.filter(({ actor_id: id }) => who === undefined || id === who);
    const shown = found.slice(0, limit);
    const end = found.length > limit ? shown.at(-1) : rows.at(-1);
    const more = found.length > limit || rows.length === LOOKED_AT;
    return {
      lines: await linesOf(db, accountId, shown),
      reached: more && end ? { at: end.exact, id: end.id } : null,
    };
  },
};

const LOOKED_AT = 500;

const list = {
  name: "ledger_deletions",
  table: "ledger",
  id: "id",
  columns: `id, at, ${exactly("at")} as exact, kind, actor_kind, actor_id, destroyed`,
};

async function linesOf(db: Database, accountId: string, rows: readonly Row[]): Promise<Line[]> {
  const by = (kind: string) =>
    rows.filter((row) => row.actor_kind === kind).map(({ actor_id: id }) => id);
  const people = await userNames(db, accountId, by("user"));
  const keys = await keyNames(db, accountId, by("key"));
  return rows.map((row) => lineOf(row, whoOf(row, people, keys)));
}

type Names = ReadonlyMap<string, string>;

function whoOf({ actor_kind: kind, actor_id: id }: Row, people: Names, keys: Names): Line["who"] {
  if (kind === "user") return { kind, id, name: (id && people.get(id)) ?? "Someone who is gone" };
  if (kind === "key") return { kind, id, name: `Key ${(id && keys.get(id)) ?? "since deleted"}` };
  return { kind: "system", id: null, name: "Castellan" };
}

const things: Record<Row["kind"], { name: string; what: string }> = {
  user: { name: "a user", what: "A user, their sessions, letters and activity" },
  api_key: { name: "an API key", what: "A key and its activity" },
  webhook: { name: "a webhook", what: "A webhook, its deliveries and activity" },
};

const lineOf = ({ id, at, exact, kind, destroyed }: Row, who: Line["who"]): Line => ({
  ...{ id, kind: "deletion", at: at.toISOString(), exact, day: false, count: 1, who },
  sentence: `${who.name} permanently deleted ${things[kind].name}, and ${plural(destroyed, "entry", "entries")} of the activity with ${kind === "user" ? "them" : "it"}`,
  what: [things[kind].what],
  reason: null,
  opens: null,
});
