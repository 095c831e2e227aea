import type { z } from "zod";

import { actorName } from "@/lib/activity/actor-name";
import type { Event } from "@/lib/activity/event-row";
import { sentenceOf } from "@/lib/activity/sentence-of";
import type { Database } from "@/lib/db/connection";
import { traceAtHand } from "@/lib/traces";
import type { Vault } from "@/lib/vault/vault";
import type { FullData } from "./envelope";

/** What a message is made of, sealed until it is sent. */
export type Payload = z.infer<typeof FullData>;

const place = (messageId: string) => ({
  table: "webhook_messages",
  column: "payload",
  row: messageId,
});
export const sealPayload = (vault: Vault, messageId: string, payload: Payload): Buffer =>
  vault.sealJson(place(messageId), payload);
export const openPayload = (vault: Vault, messageId: string, sealed: Buffer): Payload =>
  vault.openJson(place(messageId), sealed);

/**
 * Writes the message an event becomes, in the transaction of the change: no message without the change, no change
 * without its message (P37). Only where somebody wants to be told; one statement, which travels with the event's own.
 * The message has the id of the event.
 */
export async function putIntoOutbox(
  db: Database,
  vault: Vault,
  id: string,
  event: Event,
): Promise<void> {
  if (event.outcome !== "ok" || neverSent.includes(event.action)) return;
  await db.$client.query({
    name: "put_into_outbox",
    text: `with wanted as (
        insert into webhook_messages (account_id, id, topic, object_id, actor_id, request_id, payload)
        select $1, $2, $3, $4, $5, $6, $7 where exists (select from webhook_endpoints
          where account_id = $1 and state <> 'deleted' and (topics = '*' or $3 = any (string_to_array(topics, ' '))))
        returning account_id)
      select castellan.add_job('fan_out', json_build_object('accountId', account_id, 'requestId', $6::text, 'trace', $8::text), 'fan_out:' || account_id, now(),
        'fan_out:' || account_id) from wanted`,
    values: [
      event.accountId,
      id,
      event.action,
      event.object.id,
      event.actor.id,
      event.requestId,
      sealPayload(vault, id, payloadOf(event)),
      traceAtHand() ?? null,
    ],
  });
}

/** A test of an endpoint is a message of its own, for that endpoint alone. */
export const neverSent: readonly string[] = ["webhook.test"];

function payloadOf({ actor, object, changes, particulars, source, action }: Event): Payload {
  const named = { kind: actor.kind, id: actor.id, name: actorName(actor.kind, actor.name) };
  return {
    actor: { kind: actor.kind as Payload["actor"]["kind"], id: actor.id, name: actor.name },
    // What a verb found it by may hold more than what is told.
    object: { kind: object.kind, id: object.id, name: object.name },
    changes,
    particulars,
    source,
    sentence: sentenceOf({
      ...{ action, actor: named, object, changes, particulars },
      ...{ outcome: "ok", code: null },
    }),
  };
}
