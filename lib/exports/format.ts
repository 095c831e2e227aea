import { z } from "zod";

import { actorKinds, Change, objectKinds, outcomes, sources } from "@/lib/activity/event";
import { roles, statuses } from "@/lib/users/user";

/**
 * The take-out archive as it is written and read: one shape for each list, shared by the export and the import. What each
 * field means is told in `docs/take-out.md`, which a test holds to these shapes.
 */
export const FORMAT = "castellan-take-out";
export const FORMAT_VERSION = 1;

const id = z.uuid();
const text = z.string();
const at = z.iso.datetime();
const origin = {
  ip: text.nullable(),
  place: text.nullable(),
  browser: text.nullable(),
};

export const TakeOutAccount = z.object({ id, name: text, createdAt: at });

export const TakeOutUser = z.object({
  id,
  name: text,
  email: text,
  title: text.nullable(),
  role: z.enum(roles),
  status: z.enum(statuses),
  locale: text.nullable(),
  timeZone: text.nullable(),
  createdAt: at,
  acceptedAt: at.nullable(),
  lastSeenAt: at.nullable(),
  pausedAt: at.nullable(),
  pausedUntil: at.nullable(),
  pauseReason: text.nullable(),
  deletedAt: at.nullable(),
  statusBefore: z.enum(["invited", "active", "paused"]).nullable(),
});
export type TakeOutUser = z.infer<typeof TakeOutUser>;

export const TakeOutEvent = z.object({
  id,
  at,
  action: text,
  outcome: z.enum(outcomes),
  code: text.nullable(),
  sentence: text,
  actorKind: z.enum(actorKinds),
  actorId: id.nullable(),
  actorName: text.nullable(),
  objectKind: z.enum(objectKinds),
  objectId: id.nullable(),
  objectName: text,
  source: z.enum(sources),
  sessionId: id.nullable(),
  requestId: text,
  ...origin,
  changes: z.array(Change),
  particulars: z.record(text, z.unknown()),
});

export const TakeOutRemoval = z.object({
  id,
  at,
  kind: text,
  actorKind: text,
  actorId: id.nullable(),
  destroyed: z.int(),
  requestId: text,
});

export const TakeOutWebhook = z.object({
  id,
  url: text,
  description: text.nullable(),
  topics: z.array(text),
  thin: z.boolean(),
  state: z.enum(["active", "paused", "disabled", "deleted"]),
  stateSince: at,
  because: text.nullable(),
  createdBy: id.nullable(),
  createdAt: at,
});
export type TakeOutWebhook = z.infer<typeof TakeOutWebhook>;

export const TakeOutDelivery = z.object({
  id,
  webhookId: id,
  messageId: id,
  topic: text,
  sequence: z.int(),
  state: text,
  test: z.boolean(),
  attempts: z.int(),
  createdAt: at,
  lastAt: at.nullable(),
  lastOutcome: text.nullable(),
  lastStatus: z.int().nullable(),
  doneAt: at.nullable(),
});

export const TakeOutAttempt = z.object({
  id,
  at,
  webhookId: id,
  deliveryId: id,
  messageId: id,
  number: z.int(),
  outcome: text,
  status: z.int().nullable(),
  durationMs: z.number(),
  bytesOut: z.int(),
  bytesIn: z.int(),
  requestId: text,
});

export const TakeOutKey = z.object({
  id,
  name: text,
  hint: text,
  holderId: id.nullable(),
  scopes: z.array(text),
  networks: z.array(text),
  createdAt: at,
  expiresAt: at,
  usedAt: at.nullable(),
  revokedAt: at.nullable(),
  revokedBecause: text.nullable(),
  successorId: id.nullable(),
});

export const TakeOutCall = z.object({
  requestId: id,
  at,
  actorKind: text,
  actorId: id.nullable(),
  keyId: id.nullable(),
  source: text,
  method: text,
  route: text,
  operation: text.nullable(),
  status: z.int(),
  code: text.nullable(),
  durationMs: z.number(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  ...origin,
});

export const TakeOutDisclosure = z.object({
  id,
  at,
  processor: text,
  purpose: text,
  fields: z.array(text),
  sentence: text,
  userId: id.nullable(),
  bytes: z.int(),
  requestId: text,
});

export const TakeOutSupportGrant = z.object({
  id,
  staff: text,
  origin: text,
  reason: text,
  ticket: text.nullable(),
  nouns: z.array(text),
  fields: z.array(text),
  mode: text,
  minutes: z.int(),
  state: text,
  requestedAt: at,
  decision: text.nullable(),
  answeredAt: at.nullable(),
  answeredBy: id.nullable(),
  answer: text.nullable(),
  startsAt: at.nullable(),
  endsAt: at.nullable(),
  endedAt: at.nullable(),
  endedBy: text.nullable(),
});

export const TakeOutSupportLook = z.object({
  id,
  grantId: id,
  at,
  kind: text,
  action: text,
  objectKind: text.nullable(),
  objectId: id.nullable(),
  fields: z.array(text),
  filter: z.record(text, z.unknown()),
  objects: z.array(z.object({ kind: text, id: text })),
  masked: z.array(text),
  requestId: text,
});

export const TakeOutErasureRequest = z.object({
  id,
  userId: id.nullable(),
  reason: text.nullable(),
  requestedAt: at,
  dueAt: at,
  outcome: text.nullable(),
  answeredAt: at.nullable(),
  answeredBy: id.nullable(),
  answer: text.nullable(),
});

/** What an archive says of itself. Written last, since it tells the hash of every other file. */
export const Manifest = z.object({
  format: z.string(),
  version: z.int(),
  /** the archive's own id: it is imported once */
  archive: id,
  kind: z.enum(["account", "person"]),
  installation: z.object({ id, environment: text, origin: text }),
  madeAt: at,
  files: z.array(
    z.object({
      name: text,
      /** rows in it; null for what is no list */
      rows: z.int().nullable(),
      bytes: z.int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;
