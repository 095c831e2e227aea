import { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { type Asked, exactly, type Found, type Line, type Source } from "@/lib/ledger/source";
import { readStepsAbout } from "@/lib/ledger/support-steps";
import { plural, times } from "@/lib/ledger/words";
import type { Placed } from "@/lib/lists/newest-first";
import { openAsked } from "@/lib/support/rows";

/**
 * What support did with the consent of an owner: a line for each access that began, which leads to its replay step by step.
 * People see the steps in which they were.
 */
export const supportAccess: Source = {
  kind: "support",
  ofPeople: "account",
  read: (db, asked) =>
    asked.about ? readStepsAbout(db, asked, asked.about) : readAccess(db, asked),
};

type Row = Placed & {
  id: string;
  staff_id: string;
  asked: Buffer;
  origin: "request" | "invitation" | "break_glass";
  nouns: string;
  over: boolean;
  looks: number;
  changes: number;
  users: number;
};

const FAR_AHEAD = "9999-12-31";

/** The accesses of the account that began, each with how often something was looked at and changed. */
async function readAccess(
  db: Database,
  { accountId, before, from, to, who, limit }: Asked,
): Promise<Found> {
  const { rows } = await db.$client.query<Row>({
    name: "ledger_support",
    text: `select g.id, g.starts_at as at, ${exactly("g.starts_at")} as exact, g.staff_id, g.asked, g.origin, g.nouns,
        coalesce(g.ended_at, g.ends_at) <= now() as over, s.looks, s.changes, s.users
      from (select * from support_grants
          where account_id = $1 and starts_at >= $2 and starts_at < $3 and starts_at <= $4 and (starts_at, id) < ($4, $5)
            and ($6::uuid is null or staff_id = $6)
          order by starts_at desc nulls last, id desc nulls last limit $7) as g
        cross join lateral (select count(*) filter (where l.kind <> 'change')::int as looks,
            count(*) filter (where l.kind = 'change')::int as changes,
            count(distinct l.object_id) filter (where l.object_kind = 'user')::int as users
          from support_looks l where l.account_id = $1 and l.grant_id = g.id) as s
      order by g.starts_at desc, g.id desc`,
    values: [
      ...[accountId, from ?? new Date(0), to ?? FAR_AHEAD],
      ...[before?.at ?? FAR_AHEAD, before?.id ?? accountId],
      ...[who === undefined || isId(who) ? (who ?? null) : accountId, limit],
    ],
  });
  const last = rows.at(-1);
  const lines: Line[] = [];
  for (const row of rows) lines.push(await lineOf(db, row));
  return {
    lines,
    reached: last && rows.length === limit ? { at: last.exact, id: last.id } : null,
  };
}

const isId = (text: string) => z.uuid().safeParse(text).success;

async function lineOf(db: Database, row: Row): Promise<Line> {
  const { id, at, exact, staff_id: staffId, origin, nouns, over, looks, changes, users } = row;
  const { staff, reason, ticket } = await openAsked(db, id, row.asked);
  const name = `${staff} (staff)`;
  const did = [
    looks &&
      `looked ${users ? `at ${plural(users, "user", "users")}, ` : ""}${times(looks)}${users ? " in all" : ""}`,
    changes && `changed something ${times(changes)}`,
  ].filter(Boolean);
  const consent = origin === "break_glass" ? "in an emergency" : "with your consent";
  return {
    ...{ id, kind: "support", at: at.toISOString(), exact, day: false, count: looks + changes },
    who: { kind: "staff", id: staffId, name },
    sentence: `${name} ${did.join(" and ") || (over ? "had access and looked at nothing" : "has access and has looked at nothing yet")}, ${consent}`,
    what: nouns.split(" "),
    reason: ticket ? `${reason} (ticket ${ticket})` : reason,
    opens: `/trust/support/${id}`,
  };
}
