import { and, asc, eq, gt } from "drizzle-orm";
import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { supportGrants, supportLooks } from "@/lib/db/schema";
import { CopySupportLook } from "@/lib/exports/copy-format";
import { TakeOutSupportGrant, TakeOutSupportLook } from "@/lib/exports/format";
import { readGrants } from "@/lib/support/rows";
import { openStep } from "@/lib/activity/step-detail";
import { accountVault } from "@/lib/vault/keyring";
import type { OfAccount } from "./of-account";
import { inEachAccount, type OfPerson } from "./of-person";
import { countOf, iso, PAGE, pagesOf } from "./section";

/** More than an account ever grants; they are few, since an owner agrees to each. */
const ALL = 100_000;

/** Access of the operator's staff: who asked, why, what an owner answered, and how it ended. */
export const grants: OfAccount<typeof TakeOutSupportGrant> = {
  name: "support-grants",
  about: "Access of the operator’s staff: who asked, why, what was answered, and how it ended.",
  shape: TakeOutSupportGrant,
  count: ({ db, whose: { accountId } }) => countOf(db, "support_grants", accountId),
  async *read({ db, whose: { accountId } }) {
    const rows = await readGrants(db, eq(supportGrants.accountId, accountId), ALL);
    yield rows.map((row) => ({
      id: row.id,
      staff: row.staff,
      origin: row.origin,
      reason: row.reason,
      ticket: row.ticket,
      nouns: [...row.nouns],
      fields: [...row.fields],
      mode: row.mode,
      minutes: row.minutes,
      state: row.state,
      requestedAt: row.requestedAt.toISOString(),
      decision: row.decision,
      answeredAt: iso(row.answeredAt),
      answeredBy: row.answeredBy,
      answer: row.answer,
      startsAt: iso(row.startsAt),
      endsAt: iso(row.endsAt),
      endedAt: iso(row.endedAt),
      endedBy: row.endedBy,
    }));
  },
};

/** What the staff looked at and did with such access, step by step, from the oldest on. */
async function* readLooks(
  db: Database,
  accountId: string,
): AsyncGenerator<z.infer<typeof TakeOutSupportLook>[]> {
  const vault = await accountVault(db, accountId);
  const page = (after: typeof supportLooks.$inferSelect | null) =>
    db
      .select()
      .from(supportLooks)
      .where(
        and(
          eq(supportLooks.accountId, accountId),
          after ? gt(supportLooks.id, after.id) : undefined,
        ),
      )
      .orderBy(asc(supportLooks.id))
      .limit(PAGE);
  for await (const rows of pagesOf(page)) {
    yield rows.map((row) => ({
      id: row.id,
      grantId: row.grantId,
      at: row.at.toISOString(),
      kind: row.kind,
      action: row.action,
      objectKind: row.objectKind,
      objectId: row.objectId,
      fields: row.fields.split(" ").filter(Boolean),
      ...openStep(vault, row),
      requestId: row.requestId,
    }));
  }
}

export const looks: OfAccount<typeof TakeOutSupportLook> = {
  name: "support-looks",
  about: "What the staff looked at and did with such access, step by step.",
  shape: TakeOutSupportLook,
  count: ({ db, whose: { accountId } }) => countOf(db, "support_looks", accountId),
  async *read({ db, whose: { accountId } }) {
    yield* readLooks(db, accountId);
  },
};

/** The steps at which the person stood on the page, or was what was looked at. */
export const seenBySupport: OfPerson<typeof CopySupportLook> = {
  name: "seen-by-support",
  about:
    "When the operator’s staff saw or changed something about you, and which fields were in clear.",
  shape: CopySupportLook,
  async count(source) {
    let sum = 0;
    for await (const rows of seenBySupport.read(source)) sum += rows.length;
    return sum;
  },
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      for await (const rows of readLooks(db, accountId))
        yield rows
          .filter((row) => row.objectId === userId || row.objects.some(({ id }) => id === userId))
          .map(({ id, at, kind, action, fields }) => ({ id, at, kind, action, fields }));
    }),
};
