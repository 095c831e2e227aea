import { z } from "zod";

import { objectKinds, sources } from "@/lib/activity/event";
import type { Payload } from "./outbox";

/** Grows when a field changes its meaning or goes; new fields do not count. */
export const VERSION = 1;

const actorKinds = ["user", "key", "staff", "visitor", "system", "operator"] as const;

/** What a message tells in full: the event as the activity has it, without where it came from. */
export const FullData = z.object({
  actor: z.object({
    kind: z.enum(actorKinds),
    id: z.uuid().nullable(),
    name: z.string().nullable(),
  }),
  object: z.object({ kind: z.enum(objectKinds), id: z.uuid(), name: z.string() }),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  particulars: z.record(z.string(), z.unknown()),
  source: z.enum(sources),
  /** the event in words */
  sentence: z.string(),
});

/** What a thin message tells: who and what, by id. Whoever wants more asks the API, as someone who may. */
export const ThinData = z.object({
  actor: z.object({ kind: z.enum(actorKinds), id: z.uuid().nullable() }),
  object: z.object({ kind: z.enum(objectKinds), id: z.uuid() }),
});

/** A message as it is sent: a CloudEvents envelope around the event. */
export const Envelope = z.object({
  specversion: z.literal("1.0"),
  id: z.uuid(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json"),
  dataschema: z.string(),
  /** the place among all messages for this endpoint, padded so that it sorts as text */
  sequence: z.string(),
  requestid: z.string(),
  data: z.union([FullData, ThinData]),
});
export type Envelope = z.infer<typeof Envelope>;

/** A message before it is one: the event, and its place among what an endpoint is sent. */
export type Told = {
  origin: string;
  accountId: string;
  messageId: string;
  topic: string;
  at: Date;
  sequence: number;
  requestId: string;
  payload: Payload;
};

/** Builds the body of a message: the same bytes at every attempt. */
export const bodyOf = (told: Told, thin: boolean): string =>
  JSON.stringify({
    ...headOf(told),
    data: thin ? thinDataOf(told.payload) : fullDataOf(told.payload),
  } satisfies Envelope);

/** Everything of the envelope but what is in it. */
export function headOf(told: Told) {
  const { object } = told.payload;
  return {
    specversion: "1.0" as const,
    id: told.messageId,
    source: `${told.origin}/accounts/${told.accountId}`,
    type: told.topic,
    subject: `${object.kind}/${object.id}`,
    time: told.at.toISOString(),
    datacontenttype: "application/json" as const,
    dataschema: `${told.origin}/api/v1/webhook-topics?topic=${told.topic}#${VERSION}`,
    sequence: String(told.sequence).padStart(16, "0"),
    requestid: told.requestId,
  };
}

export const thinDataOf = ({ actor, object }: Payload): z.infer<typeof ThinData> => ({
  actor: { kind: actor.kind, id: actor.id },
  object: { kind: object.kind, id: object.id },
});

export const fullDataOf = ({ actor, object, ...more }: Payload): z.infer<typeof FullData> => ({
  actor,
  object,
  ...more,
});
