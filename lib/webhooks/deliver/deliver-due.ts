import { minute } from "@/lib/clock";
import { type Database, inTransaction } from "@/lib/db/connection";
import { readEnv } from "@/lib/env";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { enqueueDeliveries } from "@/lib/jobs/enqueue";
import { traced } from "@/lib/traces";
import { disableWebhook } from "@/lib/webhooks/disable-webhook";
import { guardOfInstallation } from "@/lib/webhooks/guard";
import { messageOf } from "@/lib/webhooks/message";
import { type Circumstances, send } from "@/lib/webhooks/send/send";
import { signedHeaders } from "@/lib/webhooks/signature";
import { warnOwners } from "@/lib/webhooks/warn-owners";
import { begin, type Due, type Endpoint, lockEndpoint } from "./begin";
import { settle } from "./settle";

/** After so many, or so long, the others have their turn. */
const AT_ONCE = 100;
const LONGEST_ROUND = minute;

/** What is handed in: when to stop; and by tests a moment other than now, quick limits, no chance. */
export type Around = {
  stop?: AbortSignal;
  at?: Date;
  circumstances?: Circumstances;
  chance?: () => number;
};

/**
 * One round of an endpoint: sends what is due, one message after the other, until nothing is due or others must have
 * their turn, and puts the next round into the queue.
 *
 * @returns when the next round is
 */
export async function deliverDue(endpoint: Endpoint, around: Around = {}): Promise<Date | null> {
  const began = Date.now();
  for (let n = 0; n < AT_ONCE && Date.now() - began < LONGEST_ROUND; n++) {
    if (around.stop?.aborted) break;
    const turn = await inTransaction((db) => begin(db, endpoint, around.at));
    if (turn.kind === "rest") break;
    if (turn.kind === "send") await attempt(endpoint, turn.due, turn.at, around);
    else await tell(endpoint, turn);
  }
  return inTransaction((db) => planNext(db, endpoint));
}

async function attempt(endpoint: Endpoint, due: Due, at: Date, around: Around): Promise<void> {
  const { origin } = readEnv(process.env);
  const message = messageOf(
    { ...due, origin, accountId: endpoint.accountId, at: due.messageAt },
    due.thin,
  );
  const headers = {
    "content-type": "application/json",
    "user-agent": "Castellan-Webhooks/1",
    ...signedHeaders(due.secrets, due.messageId, at, message.body),
  };
  const about = { "castellan.request_id": due.requestId, "castellan.topic": due.topic };
  const ended = await traced("webhook attempt", about, async (span) => {
    const answer = await send(
      { url: due.url, headers, message },
      guardOfInstallation(),
      around.circumstances,
    );
    span.setAttribute("castellan.outcome", answer.outcome);
    return answer;
  });
  const chance = (around.chance ?? Math.random)();
  await inTransaction((db) =>
    settle(db, endpoint, due, at, { ...ended, requestHeaders: headers }, chance),
  );
}

async function tell(
  { accountId, webhookId }: Endpoint,
  turn: { kind: "disable"; because: "failing" | "gone" } | { kind: "warn" },
): Promise<void> {
  const outcome =
    turn.kind === "warn"
      ? await execute(warnOwners, jobClaim(accountId), { webhookId })
      : await execute(disableWebhook, jobClaim(accountId), { webhookId, because: turn.because });
  if (!outcome.ok && outcome.code !== "not_found") {
    throw new Error(`an endpoint could not be looked after: ${outcome.code}`);
  }
}

/** Behind the endpoint's lock, so that no message that comes in between is put off. */
async function planNext(db: Database, { accountId, webhookId }: Endpoint): Promise<Date | null> {
  const endpoint = await lockEndpoint(db, accountId, webhookId);
  if (!endpoint || endpoint.state === "deleted") return null;
  const { rows } = await db.$client.query<{ next: Date | null }>({
    name: "next_round",
    text: `select min(case when test then next_at else greatest(next_at, $3) end) as next from webhook_deliveries
      where account_id = $1 and endpoint_id = $2 and state = 'pending'`,
    values: [accountId, webhookId, endpoint.restUntil ?? new Date(0)],
  });
  const next = rows[0]?.next;
  if (!next) return null;
  const at = endpoint.busyUntil && endpoint.busyUntil > next ? endpoint.busyUntil : next;
  await enqueueDeliveries(db, { accountId, webhookId }, at);
  return at;
}
