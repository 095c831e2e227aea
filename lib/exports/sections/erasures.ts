import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import { erasureRequests } from "@/lib/db/schema";
import { CopyErasureRequest } from "@/lib/exports/copy-format";
import { TakeOutErasureRequest } from "@/lib/exports/format";
import { openTexts } from "@/lib/privacy/rows";
import type { OfAccount } from "./of-account";
import { countInEach, inEachAccount, type OfPerson } from "./of-person";
import { countOf, iso } from "./section";

/** Requests to be erased, of an account or of one user; they are few, so they come in one page. */
async function readRequests(
  db: Database,
  accountId: string,
  userId?: string,
): Promise<z.infer<typeof TakeOutErasureRequest>[]> {
  const rows = await db
    .select()
    .from(erasureRequests)
    .where(
      and(
        eq(erasureRequests.accountId, accountId),
        userId ? eq(erasureRequests.userId, userId) : undefined,
      ),
    )
    .orderBy(asc(erasureRequests.id));
  const requests: z.infer<typeof TakeOutErasureRequest>[] = [];
  for (const row of rows) {
    requests.push({
      id: row.id,
      userId: row.userId,
      ...(await openTexts(db, row)),
      requestedAt: row.requestedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      outcome: row.outcome,
      answeredAt: iso(row.answeredAt),
      answeredBy: row.answeredBy,
    });
  }
  return requests;
}

export const erasures: OfAccount<typeof TakeOutErasureRequest> = {
  name: "erasure-requests",
  about: "Requests of people to be erased: when, why, and how they were answered.",
  shape: TakeOutErasureRequest,
  count: ({ db, whose: { accountId } }) => countOf(db, "erasure_requests", accountId),
  async *read({ db, whose: { accountId } }) {
    yield await readRequests(db, accountId);
  },
};

export const myErasures: OfPerson<typeof CopyErasureRequest> = {
  name: "erasure-requests",
  about: "Your requests to be erased, and how they were answered.",
  shape: CopyErasureRequest,
  count: (source) => countInEach(source, "erasure_requests", "user_id"),
  read: ({ db, whose }) =>
    inEachAccount({ db, whose }, async function* ({ accountId, userId }) {
      const rows = await readRequests(db, accountId, userId);
      yield rows.map(({ userId: _me, answeredBy: _other, ...row }) => row);
    }),
};
