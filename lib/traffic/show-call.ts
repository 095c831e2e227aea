import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";

import { readActivity } from "@/lib/activity/read";
import type { Database } from "@/lib/db/connection";
import { letters, webhookDeliveries, webhookMessages } from "@/lib/db/schema";
import { Failure } from "@/lib/gate/failure";
import { query } from "@/lib/gate/query";
import { asItIs } from "@/lib/gate/visible";
import { accountOf } from "@/lib/policy/scope";
import type { Origin } from "@/lib/sessions/origin";
import { userNames } from "@/lib/users/rows";
import { accountVault } from "@/lib/vault/keyring";
import { originPlace } from "./line";
import { callColumns, type CallRow, callViews } from "./read-calls";
import { RequestView } from "./traffic";

/**
 * Everything one request has led to: the call, what was done, the letters and the deliveries of webhooks (P40). Refused
 * with `not_found` where nothing of the account has that request id.
 */
export const showCall = query("traffic.show", {
  input: z.strictObject({ requestId: z.uuid("This is not a request id.") }),
  output: RequestView,
  refuses: ["not_found"],
  async run({ db, me, input: { requestId } }) {
    const accountId = accountOf(me);
    const view: RequestView = {
      requestId,
      call: await callOf(db, accountId, requestId),
      events: await eventsOf(db, accountId, requestId),
      letters: await lettersOf(db, accountId, requestId),
      deliveries: await deliveriesOf(db, accountId, requestId),
    };
    if (!view.call && !view.events.length && !view.letters.length) throw new Failure("not_found");
    return view;
  },
});

async function callOf(
  db: Database,
  accountId: string,
  requestId: string,
): Promise<RequestView["call"]> {
  const { rows } = await db.$client.query<
    CallRow & { origin: Buffer | null; idempotency_hash: Buffer | null }
  >({
    name: "call_by_request",
    text: `select ${callColumns}, origin, idempotency_hash from api_calls where account_id = $1 and request_id = $2 limit 1`,
    values: [accountId, requestId],
  });
  const [row] = rows;
  if (!row) return null;
  const [view] = await callViews(db, accountId, [row]);
  const vault = await accountVault(db, accountId);
  return {
    ...view!,
    origin: row.origin && vault.openJson<Origin>(originPlace(requestId), row.origin),
    idempotent: row.idempotency_hash !== null,
  };
}

async function eventsOf(db: Database, accountId: string, request: string) {
  const { data } = await readActivity(db, accountId, { request, limit: 100 }, asItIs);
  return data
    .map(({ id, at, action, outcome, sentence }) => ({ id, at, action, outcome, sentence }))
    .toReversed();
}

async function lettersOf(
  db: Database,
  accountId: string,
  requestId: string,
): Promise<RequestView["letters"]> {
  const rows = await db
    .select({
      id: letters.id,
      kind: letters.kind,
      state: letters.state,
      attempts: letters.attempts,
      createdAt: letters.createdAt,
      sentAt: letters.sentAt,
      userId: letters.userId,
    })
    .from(letters)
    .where(and(eq(letters.accountId, accountId), eq(letters.requestId, requestId)))
    .orderBy(asc(letters.createdAt), asc(letters.id))
    .limit(100);
  const names = await userNames(
    db,
    accountId,
    rows.map(({ userId }) => userId),
  );
  return rows.map(({ userId, createdAt, sentAt, ...letter }) => ({
    ...letter,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    user: userId ? { id: userId, name: names.get(userId) ?? null } : null,
  }));
}

async function deliveriesOf(
  db: Database,
  accountId: string,
  requestId: string,
): Promise<RequestView["deliveries"]> {
  const rows = await db
    .select({
      id: webhookDeliveries.id,
      webhookId: webhookDeliveries.endpointId,
      topic: webhookDeliveries.topic,
      state: webhookDeliveries.state,
      attempts: webhookDeliveries.attempts,
      lastStatus: webhookDeliveries.lastStatus,
      nextAt: webhookDeliveries.nextAt,
    })
    .from(webhookMessages)
    .innerJoin(
      webhookDeliveries,
      and(
        eq(webhookDeliveries.accountId, webhookMessages.accountId),
        eq(webhookDeliveries.messageId, webhookMessages.id),
      ),
    )
    .where(and(eq(webhookMessages.accountId, accountId), eq(webhookMessages.requestId, requestId)))
    .orderBy(asc(webhookMessages.id), asc(webhookDeliveries.id))
    .limit(100);
  return rows.map(({ nextAt, ...row }) => ({ ...row, nextAt: nextAt?.toISOString() ?? null }));
}
