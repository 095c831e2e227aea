import type { Database } from "@/lib/db/connection";
import { type Asked, exactly, type Found, type Line, type Source } from "@/lib/ledger/source";
import { plural, times } from "@/lib/ledger/words";
import type { Placed } from "@/lib/lists/newest-first";
import { userNames } from "@/lib/users/rows";

/** Archives of the whole account that somebody took, and one's own copies: what was in them, and how often they were fetched. */
export const exports: Source = {
  kind: "export",
  ofPeople: "person",
  read: (db, asked) => readExports(db, asked),
};

type Row = Placed & {
  id: string;
  requested_by: string;
  state: string;
  rows: string | null;
  downloads: number;
};

const FAR_AHEAD = "9999-12-31";
/** Rows are looked through no more than this many at once. */
const LOOKED_AT = 300;

async function readExports(db: Database, asked: Asked): Promise<Found> {
  const { accountId, before, from, to, who, limit, about } = asked;
  const [column, id] = about ? ["person_id", about.personId] : ["account_id", accountId];
  const { rows } = await db.$client.query<Row>({
    name: `ledger_exports_${column}`,
    text: `select id, requested_at as at, ${exactly("requested_at")} as exact, requested_by, state, rows, downloads
      from exports where ${column} = $1 and requested_at >= $2 and requested_at < $3
        and requested_at <= $4 and (requested_at, id) < ($4, $5)
      order by requested_at desc, id desc limit $6`,
    values: [
      ...[id, from ?? new Date(0), to ?? FAR_AHEAD],
      ...[before?.at ?? FAR_AHEAD, before?.id ?? accountId, LOOKED_AT],
    ],
  });
  const found = rows.filter(({ requested_by: by }) => who === undefined || by === who);
  const shown = found.slice(0, limit);
  const end = found.length > limit ? shown.at(-1) : rows.at(-1);
  const more = found.length > limit || rows.length === LOOKED_AT;
  const names = await userNames(
    db,
    accountId,
    shown.map(({ requested_by: by }) => by),
  );
  return {
    lines: shown.map((row) =>
      lineOf(row, about ? "You" : (names.get(row.requested_by) ?? "Someone who is gone"), !about),
    ),
    reached: more && end ? { at: end.exact, id: end.id } : null,
  };
}

function lineOf(
  { id, at, exact, requested_by: by, state, rows, downloads }: Row,
  name: string,
  whole: boolean,
): Line {
  const what = whole ? "an archive of the whole account" : "a copy of your data";
  const became =
    state === "failed" || state === "cancelled"
      ? "but never had it"
      : `${rows === null ? "" : `${plural(Number(rows), "row", "rows")}, `}downloaded ${downloads ? times(downloads) : "not yet"}`;
  return {
    ...{
      id,
      kind: "export",
      at: at.toISOString(),
      exact,
      day: false,
      count: Math.max(1, downloads),
    },
    who: { kind: "user", id: by, name },
    sentence: `${name} asked for ${what}, ${became}`,
    what: [whole ? "Everything the account holds" : "Everything that is held about you"],
    reason: null,
    opens: whole ? "/account/data" : null,
  };
}
