import { and, eq } from "drizzle-orm";

import { isSealed } from "@/lib/accounts/rows";
import { second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { webhookDeliveries, webhookEndpoints } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { clockOf } from "@/lib/gate/look";
import { accountVault } from "@/lib/vault/keyring";
import { openPayload, type Payload } from "@/lib/webhooks/outbox";
import { openUrl, secretsOf, type WebhookRecord } from "@/lib/webhooks/rows";
import { lockMessage, noteAttempt } from "./note-attempt";
import { PATIENCE, pauses, WARNING } from "./schedule";

/** Longer than any attempt takes: whoever is still busy then has died. */
const LONGEST = 30 * second;

/** Whose turn it is. */
export type Endpoint = { accountId: string; webhookId: string };

/** What is to be sent, and all it takes. */
export type Due = {
  deliveryId: string;
  messageId: string;
  topic: string;
  sequence: number;
  /** attempts made before this one */
  attempts: number;
  test: boolean;
  requestId: string;
  messageAt: Date;
  payload: Payload;
  url: string;
  thin: boolean;
  secrets: string[];
};

/** What comes next for an endpoint: a delivery, something its owners are told, or nothing for now. */
export type Turn =
  | { kind: "send"; due: Due; at: Date }
  | { kind: "disable"; because: "failing" | "gone" }
  | { kind: "warn" }
  | { kind: "rest" };

/**
 * Takes the next delivery of an endpoint and marks the endpoint busy with it, so that never two are under way. Where
 * somebody before us left it busy and is gone, that attempt is noted as interrupted first: every attempt leaves a row.
 */
export async function begin(
  db: Database,
  { accountId, webhookId }: Endpoint,
  given: Date | undefined,
): Promise<Turn> {
  const [row, sealed] = await Promise.all([
    lockEndpoint(db, accountId, webhookId),
    isSealed(db, accountId),
  ]);
  if (!row || row.state === "deleted" || sealed) return { kind: "rest" };
  const at = given ?? row.now;
  if (row.busyUntil && row.busyUntil > at) return { kind: "rest" };
  if (row.busyWith) await noteInterrupted(db, row, at);

  if (row.state === "active") {
    const { because, failingSince, warnedAt } = row;
    if (because) return { kind: "disable", because };
    const failing = failingSince ? at.getTime() - failingSince.getTime() : 0;
    if (failing >= PATIENCE) return { kind: "disable", because: "failing" };
    if (failing >= WARNING && !warnedAt) return { kind: "warn" };
  }
  const found = await nextDue(db, row, at);
  if (!found) return { kind: "rest" };

  const [vault, secrets] = await Promise.all([
    accountVault(db, accountId),
    secretsOf(db, row, at),
    db
      .update(webhookEndpoints)
      .set({ busyWith: found.id, busyUntil: new Date(at.getTime() + LONGEST) })
      .where(ofEndpoint(row)),
  ]);
  return {
    kind: "send",
    at,
    due: {
      deliveryId: found.id,
      messageId: found.message_id,
      topic: found.topic,
      sequence: Number(found.sequence),
      attempts: found.attempts,
      test: found.test,
      requestId: found.request_id,
      messageAt: found.message_at,
      payload: openPayload(vault, found.message_id, found.payload),
      url: openUrl(vault, row),
      thin: row.thin,
      secrets: secrets.map(({ secret }) => secret),
    },
  };
}

const ofEndpoint = ({ accountId, id }: Pick<WebhookRecord, "accountId" | "id">) =>
  and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id));

/** Opens the scope of an account, and reads an endpoint of it behind its lock, and the database's clock. */
export async function lockEndpoint(
  db: Database,
  accountId: string,
  id: string,
): Promise<(WebhookRecord & { now: Date }) | null> {
  const [, [row], now] = await Promise.all([
    enterScope(db, accountId),
    db.select().from(webhookEndpoints).where(ofEndpoint({ accountId, id })).for("update"),
    clockOf(db),
  ]);
  return row ? { ...row, now } : null;
}

type DueRow = {
  id: string;
  message_id: string;
  topic: string;
  sequence: string;
  attempts: number;
  test: boolean;
  request_id: string;
  message_at: Date;
  payload: Buffer;
};

/**
 * The delivery whose turn it is: in the order of the sequence while the endpoint answers, the one that has waited longest
 * while it does not. Tests are sent also while it rests.
 */
async function nextDue(db: Database, row: WebhookRecord, at: Date): Promise<DueRow | undefined> {
  const resting = row.restUntil !== null && row.restUntil > at;
  const { rows } = await db.$client.query<DueRow>({
    name: row.failures ? "next_due_of_failing" : "next_due",
    text: `select d.id, d.message_id, d.topic, d.sequence, d.attempts, d.test, m.request_id,
        m.at as message_at, m.payload
      from webhook_deliveries d join webhook_messages m on m.account_id = d.account_id and m.id = d.message_id
      where d.account_id = $1 and d.endpoint_id = $2 and d.state = 'pending' and d.next_at <= $3
        and m.payload is not null and (d.test or not $4)
      order by d.test desc nulls last, ${row.failures ? "d.next_at, " : ""}d.sequence limit 1`,
    values: [row.accountId, row.id, at, resting],
  });
  return rows[0];
}

async function noteInterrupted(db: Database, row: WebhookRecord, at: Date): Promise<void> {
  const [cut] = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(eq(webhookDeliveries.accountId, row.accountId), eq(webhookDeliveries.id, row.busyWith!)),
    );
  const message = cut && (await lockMessage(db, row.accountId, cut.messageId));
  if (message) {
    await noteAttempt(db, cut, message, at, "interrupted", row.thin);
    const last = cut.state === "pending" && cut.attempts >= pauses.length;
    await db
      .update(webhookDeliveries)
      .set({
        ...{ attempts: cut.attempts + 1, lastAt: at, lastOutcome: "interrupted", lastStatus: null },
        ...(last && { state: "failed" as const, nextAt: null, doneAt: at }),
      })
      .where(and(eq(webhookDeliveries.accountId, row.accountId), eq(webhookDeliveries.id, cut.id)));
  }
  await db.update(webhookEndpoints).set({ busyWith: null, busyUntil: null }).where(ofEndpoint(row));
}
