import { randomBytes } from "node:crypto";

import { newId } from "@/lib/db/id";
import type { activity } from "@/lib/db/schema";
import type { ObjectRef } from "@/lib/gate/command";
import type { CommandName } from "@/lib/policy/policy";
import type { Vault } from "@/lib/vault/vault";
import { type ActorDetail, type Detail, sealActorDetail, sealDetail } from "./detail";
import type { ActorKind, EventOutcome, EventSource } from "./event";

/** One event, before what is personal in it is sealed. */
export type Event = {
  accountId: string;
  action: CommandName;
  outcome: EventOutcome;
  code: string | null;
  actor: { kind: ActorKind; id: string | null } & ActorDetail;
  object: ObjectRef;
  source: EventSource;
  sessionId: string | null;
  requestId: string;
} & Omit<Detail, "object">;

/** The event as it is stored: public words in clear, everything else sealed for this row alone. */
export function eventRow(vault: Vault, event: Event): typeof activity.$inferInsert {
  const id = newId();
  const { actor, object, changes, particulars, ...open } = event;
  return {
    ...open,
    id,
    actorKind: actor.kind,
    actorId: actor.id,
    objectKind: object.kind,
    objectId: object.id,
    actorDetail: sealActorDetail(vault, id, { name: actor.name, origin: actor.origin }),
    detail: sealDetail(vault, id, { object: object.name, changes, particulars }),
    salt: randomBytes(16),
  };
}
