import { and, count, eq, inArray, sql } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookAttempts, webhookDeliveries } from "@/lib/db/schema";
import type { Actor } from "@/lib/policy/actor";
import { accountVault } from "@/lib/vault/keyring";
import { abilitiesOnWebhook } from "./abilities";
import { PATIENCE } from "./deliver/schedule";
import { ofEndpoint } from "./hold";
import { openDescription, openUrl, type Secret, secretsOf, type WebhookRecord } from "./rows";
import type { AttemptOutcome, WebhookState, WebhookView } from "./webhook";

const STRIP = 30;

/** An endpoint as it leaves the server, with how it fares. */
export async function webhookView(
  db: Database,
  me: Actor,
  row: WebhookRecord,
): Promise<WebhookView> {
  const { accountId, id } = row;
  const vault = await accountVault(db, accountId);
  const [counted, recent, secrets] = await Promise.all([
    db
      .select({ state: webhookDeliveries.state, n: count() })
      .from(webhookDeliveries)
      .where(and(ofEndpoint(row), inArray(webhookDeliveries.state, ["pending", "held", "failed"])))
      .groupBy(webhookDeliveries.state),
    db
      .select({
        at: webhookAttempts.at,
        outcome: webhookAttempts.outcome,
        duration: webhookAttempts.duration,
      })
      .from(webhookAttempts)
      .where(and(eq(webhookAttempts.accountId, accountId), eq(webhookAttempts.endpointId, id)))
      .orderBy(sql`${webhookAttempts.at} desc nulls last`)
      .limit(STRIP),
    secretsOf(db, row, new Date()),
  ]);
  const counts = { pending: 0, held: 0, failed: 0 };
  for (const { state, n } of counted) if (state !== "delivered") counts[state] = n;
  return {
    id,
    url: openUrl(vault, row),
    description: openDescription(vault, row),
    topics: row.topics.split(" "),
    thin: row.thin,
    state: row.state as WebhookState,
    stateSince: row.stateSince.toISOString(),
    because: row.state === "disabled" ? row.because : null,
    failingSince: row.failingSince?.toISOString() ?? null,
    disabledAt:
      row.state === "active" && row.failingSince
        ? new Date(row.failingSince.getTime() + PATIENCE).toISOString()
        : null,
    sequence: row.sequence,
    secrets: secrets.map(secretView),
    counts,
    recent: recent.map(({ at, outcome, duration }) => ({
      at: at.toISOString(),
      outcome: outcome as AttemptOutcome,
      durationMs: duration / 1_000,
    })),
    createdAt: row.createdAt.toISOString(),
    version: row.version,
    may: abilitiesOnWebhook(me, row.state),
  };
}

export const secretView = ({ id, createdAt, expiresAt }: Secret) => ({
  id,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
});
