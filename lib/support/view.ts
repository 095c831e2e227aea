import { and, eq, inArray } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { supportReviewItems, supportReviews } from "@/lib/db/schema";
import { abilitiesOnGrant } from "@/lib/policy/abilities";
import type { Actor } from "@/lib/policy/actor";
import { userNames } from "@/lib/users/rows";
import { type GrantRecord, stepsOf } from "./rows";
import type { MyGrant, SupportGrant, SupportGrants } from "./support";

const told = (at: Date | null) => at?.toISOString() ?? null;

function scopeView(row: GrantRecord) {
  const over = row.state === "ended";
  return {
    id: row.id,
    state: row.state,
    origin: row.origin,
    reason: row.reason,
    ticket: row.ticket,
    nouns: [...row.nouns],
    fields: [...row.fields],
    mode: row.mode,
    minutes: row.minutes,
    requestedAt: row.requestedAt.toISOString(),
    lapsesAt: row.lapsesAt.toISOString(),
    startsAt: told(row.startsAt),
    endsAt: told(row.endsAt),
    endedAt: told(row.endedAt ?? (over ? row.endsAt : null)),
    endedBy: row.endedBy ?? (over ? ("time" as const) : null),
  };
}

/** Grants as the account sees them, with what the one who asks may do. */
export async function grantViews(
  db: Database,
  me: Actor,
  accountId: string,
  rows: GrantRecord[],
  hindrance: SupportGrants["hindrance"],
): Promise<SupportGrant[]> {
  const ids = rows.map(({ id }) => id);
  const steps = await stepsOf(db, accountId, ids);
  const names = await userNames(
    db,
    accountId,
    rows.map(({ answeredBy }) => answeredBy),
  );
  const reviews = await reviewsOf(db, accountId, ids);
  return rows.map((row) => ({
    ...scopeView(row),
    review: reviews.get(row.id) ?? null,
    staff: { id: row.staffId, name: row.staff },
    answer:
      row.decision && row.answeredAt
        ? {
            decision: row.decision,
            at: row.answeredAt.toISOString(),
            by: row.answeredBy
              ? { id: row.answeredBy, name: names.get(row.answeredBy) ?? "A deleted user" }
              : null,
            reason: row.answer,
          }
        : null,
    ...(steps.get(row.id) ?? { looks: 0, changes: 0 }),
    may: abilitiesOnGrant(me, row.state).filter(
      (verb) => verb !== "support.approve" || hindrance === null,
    ),
  }));
}

/** What the reviews of the staff say of some grants of the account in scope. */
async function reviewsOf(
  db: Database,
  accountId: string,
  ids: string[],
): Promise<Map<string, NonNullable<SupportGrant["review"]>>> {
  const rows = await db
    .select({
      id: supportReviewItems.grantId,
      quarter: supportReviews.quarter,
      decision: supportReviewItems.decision,
      at: supportReviewItems.decidedAt,
    })
    .from(supportReviewItems)
    .innerJoin(supportReviews, eq(supportReviews.id, supportReviewItems.reviewId))
    .where(
      and(eq(supportReviewItems.accountId, accountId), inArray(supportReviewItems.grantId, ids)),
    );
  return new Map(rows.map(({ id, at, ...one }) => [id!, { ...one, at: told(at) }]));
}

/** A grant as the one of the staff sees it whose it is. */
export const myGrantView = (me: Actor, row: GrantRecord): MyGrant => ({
  ...scopeView(row),
  accountId: row.accountId,
  decision: row.decision,
  answer: row.answer,
  may: abilitiesOnGrant(me, row.state),
});
