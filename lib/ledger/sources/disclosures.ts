import { partsOf } from "@/lib/egress/sentence";
import type { Database } from "@/lib/db/connection";
import { type DaySum, type DaySums, readDays, type Span, wholeDays } from "@/lib/ledger/daily";
import { type Asked, exactly, type Found, type Line, type Source } from "@/lib/ledger/source";
import { capital, times } from "@/lib/ledger/words";
import type { Placed } from "@/lib/lists/newest-first";
import { userNames } from "@/lib/users/rows";

/** What was told to processors: a line for each day, processor and purpose, or one by one where that is asked (P44). */
export const disclosures: Source = {
  kind: "disclosure",
  ofPeople: "person",
  read: (db, asked) =>
    asked.each
      ? readEach(db, asked)
      : readDays(
          asked,
          (span) => sumsOf(db, asked, span),
          async (sums) => sums.map((sum) => dayLine(sum, asked.about !== null)),
        ),
};

/** Rows are looked through no more than this many at once. */
const LOOKED_AT = 3_000;
const FAR_AHEAD = "9999-12-31";

/** Whose they are: of an account, or about a person in whatever account. */
const whose = ({ accountId, about }: Asked): [column: string, id: string] =>
  about ? ["person_id", about.personId] : ["account_id", accountId];

const newest = "order by at desc nulls last, id desc nulls last";

async function sumsOf(db: Database, asked: Asked, { first, last }: Span): Promise<DaySums> {
  const [column, id] = whose(asked);
  const sums = async (name: string, rows: string, values: unknown[]) =>
    (
      await db.$client.query<DaySum>({
        name: `ledger_disclosures_${column}_${name}`,
        text: `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, processor as subject,
            purpose || ' ' || fields as part, count(*)::int as count
          from (select at, processor, purpose, fields from disclosures where ${column} = $1 and ${rows}) as w
          group by 1, 2, 3 order by 1 desc`,
        values: [id, ...values],
      })
    ).rows;
  const found = await sums(
    "newest",
    `at >= $2 and at < least($3::timestamptz, '${FAR_AHEAD}') + interval '1 day' ${newest} limit ${LOOKED_AT}`,
    [first, last],
  );
  const seen = found.reduce((sum, { count }) => sum + count, 0);
  const whole = wholeDays(found, seen === LOOKED_AT);
  if ("deepest" in whole) return whole;
  const day = whole.onlyDay;
  const between = "at >= $2::timestamptz and at < $2::timestamptz + interval '1 day'";
  return { sums: await sums("day", between, [`${day}T00:00:00Z`]), deepest: day };
}

function dayLine({ day, subject, part, count }: DaySum, ofMe: boolean) {
  const [purpose = "", ...fields] = part.split(" ");
  const { whom, what, why } = partsOf({ processor: subject, purpose, fields: fields.join(" ") });
  return {
    kind: "disclosure" as const,
    who: { kind: "processor" as const, id: subject, name: capital(whom) },
    count,
    sentence: `${capital(ofMe ? `your ${what.join(" and ")}` : what.join(" and "))} went to ${whom} ${why}, ${times(count)}`,
    what: [...what],
    reason: null,
    opens: ofMe
      ? null
      : `/trust/ledger?${new URLSearchParams({ kind: "disclosure", who: subject, each: "true", from: `${day}T00:00:00Z`, to: `${day}T23:59:59.999Z` })}`,
  };
}

type Row = Placed & {
  id: string;
  processor: string;
  purpose: string;
  fields: string;
  user_id: string | null;
};

async function readEach(db: Database, asked: Asked): Promise<Found> {
  const { accountId, before, from, to, who, limit } = asked;
  const [column, id] = whose(asked);
  const { rows } = await db.$client.query<Row>({
    name: `ledger_disclosures_${column}_each`,
    text: `select id, at, ${exactly("at")} as exact, processor, purpose, fields, user_id from disclosures
      where ${column} = $1 and at >= $2 and at < $3 and at <= $4 and (at, id) < ($4, $5) ${newest} limit ${LOOKED_AT / 3}`,
    values: [
      ...[id, from ?? new Date(0), to ?? FAR_AHEAD],
      ...[before?.at ?? FAR_AHEAD, before?.id ?? accountId],
    ],
  });
  const found = rows.filter(({ processor }) => who === undefined || processor === who);
  const shown = found.slice(0, limit);
  const end = found.length > limit ? shown.at(-1) : rows.at(-1);
  const more = found.length > limit || rows.length === LOOKED_AT / 3;
  const names = await userNames(
    db,
    accountId,
    shown.map(({ user_id: user }) => user),
  );
  return {
    lines: shown.map((row) => eachLine(row, row.user_id ? names.get(row.user_id) : undefined)),
    reached: more && end ? { at: end.exact, id: end.id } : null,
  };
}

function eachLine({ id, at, exact, processor, purpose, fields }: Row, name?: string): Line {
  const { whom, what, why } = partsOf({ processor, purpose, fields });
  return {
    ...{ id, kind: "disclosure", at: at.toISOString(), exact, day: false, count: 1 },
    who: { kind: "processor", id: processor, name: capital(whom) },
    sentence: `${capital(what.join(" and "))}${name ? ` of ${name}` : ""} went to ${whom} ${why}`,
    what: [...what],
    reason: null,
    opens: null,
  };
}
