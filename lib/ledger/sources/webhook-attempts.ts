import { and, eq, inArray } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { webhookEndpoints } from "@/lib/db/schema";
import { type DaySum, readDays } from "@/lib/ledger/daily";
import type { Source } from "@/lib/ledger/source";
import { trafficDays } from "@/lib/ledger/traffic-days";
import { plural } from "@/lib/ledger/words";
import { accountVault } from "@/lib/vault/keyring";
import { nameOf, openUrl } from "@/lib/webhooks/rows";

/** What went to the account's own receivers by webhook: a line for each day and receiver, whatever the topics. */
export const webhookAttempts: Source = {
  kind: "webhook",
  ofPeople: null,
  read: (db, asked) =>
    readDays(
      asked,
      (span) =>
        trafficDays(db, asked.accountId, "webhook", span, ({ subject_id: subject, calls }) => ({
          ...{ subject, part: "", count: calls },
        })),
      async (sums) => {
        const receivers = await receiversOf(db, asked.accountId, sums);
        return sums.map((sum) => lineOf(sum, receivers.get(sum.subject)));
      },
    ),
};

type Receiver = { host: string; thin: boolean };

/** Where endpoints lead to; a deleted one is emptied and leads nowhere. */
async function receiversOf(
  db: Database,
  accountId: string,
  sums: readonly DaySum[],
): Promise<Map<string, Receiver>> {
  const ids = [...new Set(sums.map(({ subject }) => subject))];
  if (!ids.length) return new Map();
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.accountId, accountId), inArray(webhookEndpoints.id, ids)));
  const vault = await accountVault(db, accountId);
  return new Map(
    rows
      .filter(({ state }) => state !== "deleted")
      .map((row) => [row.id, { host: nameOf(openUrl(vault, row)), thin: row.thin }]),
  );
}

function lineOf({ day, subject: id, count }: DaySum, receiver: Receiver | undefined) {
  const name = receiver?.host ?? "a receiver since deleted";
  return {
    kind: "webhook" as const,
    who: { kind: "receiver" as const, id, name },
    count,
    sentence: `${plural(count, "message was", "messages were")} sent to ${name}`,
    what: receiver
      ? [receiver.thin ? "Ids of what was done" : "What was done, by whom and to whom"]
      : [],
    reason: null,
    opens: receiver ? `/developers/webhooks/${id}/deliveries?from=${day}&to=${day}` : null,
  };
}
