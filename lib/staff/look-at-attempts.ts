import { call } from "@/lib/db/scope";
import { command } from "@/lib/gate/command";
import { pageOf, positionIn } from "@/lib/lists/newest-first";
import { AttemptLook, type LookedAttempt, LookedAttempts } from "./looks";
import { toldOfLook } from "./tell-look";

type Row = {
  at: Date;
  exact: string;
  id: string;
  endpoint_id: string;
  delivery_id: string;
  topic: string | null;
  state: string | null;
  number: number;
  outcome: string;
  status: number | null;
  duration: number;
  bytes_out: number;
  bytes_in: number;
  request_id: string;
};

/**
 * A look of the staff at the attempts to deliver webhooks of one account: to which endpoint, and how each ended; never
 * an address, or what was sent or answered. It is told in that account like a look at its calls (P39).
 */
export const lookAtAttempts = command("traffic.look_at_webhooks", {
  input: AttemptLook,
  output: LookedAttempts,
  refuses: ["not_found"],
  async run({ db, input: { accountId, reason, webhook, from, to, limit, cursor } }) {
    const bound = JSON.stringify(["webhook-looks", accountId, webhook, from, to]);
    const after = await positionIn(db, bound, cursor);
    const rows = await call<Row>(
      db,
      "look_at_attempts",
      accountId,
      webhook ?? null,
      from ?? null,
      to ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    );
    const { found, nextCursor } = await pageOf(
      db,
      bound,
      rows,
      { limit, most: limit + 1, rare: false },
      lookedAttempt,
      (row) => row.id,
    );
    return {
      value: { data: found, nextCursor },
      told: toldOfLook(accountId, {
        reason,
        ...((webhook || from || to) && { filter: { webhook, from, to } }),
        ...(cursor && { further: true }),
        rows: found.length,
      }),
    };
  },
});

const lookedAttempt = (row: Row): LookedAttempt => ({
  id: row.id,
  at: row.at.toISOString(),
  webhookId: row.endpoint_id,
  deliveryId: row.delivery_id,
  topic: row.topic,
  state: row.state,
  number: row.number,
  outcome: row.outcome,
  status: row.status,
  durationMs: row.duration / 1_000,
  bytesIn: row.bytes_in,
  bytesOut: row.bytes_out,
  requestId: row.request_id,
});
