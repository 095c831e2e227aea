import { and, eq, gt, ne } from "drizzle-orm";

import { webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import { accountVault } from "@/lib/vault/keyring";
import { openDescription, openUrl } from "@/lib/webhooks/rows";
import { TakeOutAttempt, TakeOutDelivery, TakeOutWebhook } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import { countOf, iso, PAGE, pagesOf } from "./section";

/** Where the account wanted to be told. Never a secret. */
export const webhooks: OfAccount<typeof TakeOutWebhook> = {
  name: "webhooks",
  about: "Webhooks: their addresses and topics. Their secrets are not in here.",
  shape: TakeOutWebhook,
  count: ({ db, whose: { accountId } }) =>
    db.$count(
      webhookEndpoints,
      and(eq(webhookEndpoints.accountId, accountId), ne(webhookEndpoints.state, "deleted")),
    ),
  async *read({ db, whose: { accountId } }) {
    const vault = await accountVault(db, accountId);
    const rows = await db
      .select()
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.accountId, accountId), ne(webhookEndpoints.state, "deleted")))
      .orderBy(webhookEndpoints.id);
    yield rows.map((row) => ({
      id: row.id,
      url: openUrl(vault, row),
      description: openDescription(vault, row),
      topics: row.topics.split(" "),
      thin: row.thin,
      state: row.state,
      stateSince: row.stateSince.toISOString(),
      because: row.because,
      createdBy: row.createdBy,
      createdAt: row.createdAt.toISOString(),
    }));
  },
};

/** One message on its way to one webhook. What it told is what the activity tells. */
export const deliveries: OfAccount<typeof TakeOutDelivery> = {
  name: "deliveries",
  about: "Messages for webhooks, and how they fared.",
  shape: TakeOutDelivery,
  count: ({ db, whose: { accountId } }) => countOf(db, "webhook_deliveries", accountId),
  async *read({ db, whose: { accountId } }) {
    const page = (after: typeof webhookDeliveries.$inferSelect | null) =>
      db
        .select()
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.accountId, accountId),
            after ? gt(webhookDeliveries.id, after.id) : undefined,
          ),
        )
        .orderBy(webhookDeliveries.id)
        .limit(PAGE);
    for await (const rows of pagesOf(page)) {
      yield rows.map((row) => ({
        id: row.id,
        webhookId: row.endpointId,
        messageId: row.messageId,
        topic: row.topic,
        sequence: row.sequence,
        state: row.state,
        test: row.test,
        attempts: row.attempts,
        createdAt: row.createdAt.toISOString(),
        lastAt: iso(row.lastAt),
        lastOutcome: row.lastOutcome,
        lastStatus: row.lastStatus,
        doneAt: iso(row.doneAt),
      }));
    }
  },
};

type AttemptRecord = {
  id: string;
  at: Date;
  exact: string;
  endpoint_id: string;
  delivery_id: string;
  message_id: string;
  number: number;
  outcome: string;
  status: number | null;
  duration: number;
  bytes_out: number;
  bytes_in: number;
  request_id: string;
};

/** Each try to deliver, for as many days as tries are kept. */
export const attempts: OfAccount<typeof TakeOutAttempt> = {
  name: "attempts",
  about: "Each attempt to deliver a message, as long as attempts are kept.",
  shape: TakeOutAttempt,
  count: ({ db, whose: { accountId } }) => countOf(db, "webhook_attempts", accountId),
  async *read({ db, whose: { accountId } }) {
    const page = async (after: AttemptRecord | null) => {
      const { rows } = await db.$client.query<AttemptRecord>(
        `select id, at, at::text as exact, endpoint_id, delivery_id, message_id, number, outcome, status, duration,
           bytes_out, bytes_in, request_id from webhook_attempts
         where account_id = $1 and at >= $2 and (at, id) > ($2::timestamptz, $3::uuid) order by at, id limit ${PAGE}`,
        [
          accountId,
          after?.exact ?? "-infinity",
          after?.id ?? "00000000-0000-0000-0000-000000000000",
        ],
      );
      return rows;
    };
    for await (const rows of pagesOf(page)) {
      yield rows.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        webhookId: row.endpoint_id,
        deliveryId: row.delivery_id,
        messageId: row.message_id,
        number: row.number,
        outcome: row.outcome,
        status: row.status,
        durationMs: row.duration / 1_000,
        bytesOut: row.bytes_out,
        bytesIn: row.bytes_in,
        requestId: row.request_id,
      }));
    }
  },
};
