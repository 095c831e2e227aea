import { and, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";

import { sealStep, type StepDetail } from "@/lib/activity/step-detail";
import { type Database, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { sessions, supportGrants, supportLooks, supportReviewItems } from "@/lib/db/schema";
import { call, enterScope } from "@/lib/db/scope";
import { hashToken } from "@/lib/links/token";
import { insertGrant, type Scope, sealAsked } from "@/lib/support/rows";
import { accountVault } from "@/lib/vault/keyring";
import { stageSession, type StaffOnStage } from "./stage";

type Circumstances = Partial<Scope> & { state?: "pending" | "invited" | "live" };

/** Access of one of the staff to an account as a row: asked for, offered by an owner, or open for an hour. */
export async function stageGrant(
  accountId: string,
  staff: { personId: string; staffId?: string; name?: string },
  {
    state = "pending",
    nouns = ["users", "activity"],
    fields = [],
    mode = "view",
    minutes = 60,
  }: Circumstances = {},
): Promise<string> {
  const { personId, staffId = newId(), name = "Sam Support" } = staff;
  return inTransaction(async (db) => {
    await enterScope(db, accountId);
    const id = await insertGrant(
      db,
      {
        ...{ accountId, staffId, personId, staff: name, nouns, fields, mode, minutes },
        ...{ reason: "Deliveries time out", ticket: "4711" },
      },
      state === "invited" ? newId() : null,
    );
    if (state === "live") {
      await db
        .update(supportGrants)
        .set({
          decision: "approved",
          answeredAt: sql`now()`,
          startsAt: sql`now()`,
          endsAt: sql`now() + make_interval(mins => ${minutes}::int)`,
        })
        .where(and(eq(supportGrants.accountId, accountId), eq(supportGrants.id, id)));
    }
    return id;
  });
}

type Step = { kind: "look" | "change" | "unmask"; action: string; userId?: string; clear?: string };

/** A glass that one of the staff has broken in an emergency, and that waits for a second. */
export const stageBrokenGlass = (accountId: string, staff = somebody()): Promise<string> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    const id = newId();
    await db.insert(supportGrants).values({
      ...{ accountId, id, staffId: staff.staffId, personId: staff.personId, origin: "break_glass" },
      asked: await sealAsked(db, id, {
        ...{ staff: staff.name, reason: "Letters go to everybody", ticket: null },
      }),
      ...{ nouns: "users", fields: "", mode: "view", minutes: 60 },
      lapsesAt: sql`now() + interval '1 hour'`,
    });
    return id;
  });

const somebody = () => ({ staffId: newId(), personId: newId(), name: "Sam Support" });

/** The review of this quarter, with a question about an access that was used in it. */
export async function stageReview(
  accountId: string,
  staff?: { personId: string; staffId?: string },
): Promise<{ reviewId: string; itemId: string; grantId: string }> {
  const grantId = await stageGrant(accountId, staff ?? somebody(), { state: "live" });
  return inTransaction(async (db) => {
    await enterScope(db, accountId);
    const [opened] = await call<{ review: string }>(db, "open_review", thisQuarter());
    const [item] = await db
      .select({ id: supportReviewItems.id })
      .from(supportReviewItems)
      .where(eq(supportReviewItems.grantId, grantId));
    if (!staff) await endAtOnce(db, eq(supportGrants.id, grantId));
    return { reviewId: opened!.review, itemId: item!.id, grantId };
  });
}

/** The first day of the quarter we are in. */
export function thisQuarter(): string {
  const now = new Date();
  const month = now.getUTCMonth() - (now.getUTCMonth() % 3) + 1;
  return `${now.getUTCFullYear()}-${String(month).padStart(2, "0")}-01`;
}

/** Something that was looked at or done with an access, as a row. */
export const stageStep = (
  accountId: string,
  grantId: string,
  { kind, action, userId, clear = "" }: Step,
  detail: Partial<StepDetail> = {},
): Promise<void> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    const id = newId();
    await db.insert(supportLooks).values({
      ...{ accountId, id, grantId, kind, action, fields: clear, requestId: newId() },
      ...(userId && { objectKind: "user", objectId: userId }),
      ...sealStep(await accountVault(db, accountId), id, {
        filter: {},
        objects: [],
        masked: [],
        ...detail,
      }),
    });
  });

/**
 * Ends all access that owners gave, or that two of the staff took, as if it had never been used: whoever became an owner
 * meanwhile can agree to more.
 */
export const unstageGrants = (accountId: string): Promise<void> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    await endAtOnce(
      db,
      and(
        eq(supportGrants.accountId, accountId),
        or(isNotNull(supportGrants.answeredBy), eq(supportGrants.origin, "break_glass")),
      ),
    );
  });

const endAtOnce = (db: Database, which: SQL | undefined) =>
  db
    .update(supportGrants)
    .set({ endedAt: sql`starts_at`, endedBy: "owner" })
    .where(and(which, isNotNull(supportGrants.startsAt), isNull(supportGrants.endedAt)));

/** A session of one of the staff inside an account, with access that is open for an hour. */
export async function stageInside(
  accountId: string,
  staff: StaffOnStage,
  what: Omit<Circumstances, "state"> = {},
): Promise<{ token: string; grantId: string }> {
  const grantId = await stageGrant(accountId, staff, { ...what, state: "live" });
  const token = await stageSession(staff);
  await inTransaction(async (db) => {
    await enterScope(db, null, staff.personId);
    await db
      .update(sessions)
      .set({ grantId })
      .where(eq(sessions.tokenHash, hashToken("session", token)));
  });
  return { token, grantId };
}
