import { z } from "zod";

export const outcomes = ["ok", "refused", "denied"] as const;
export type EventOutcome = (typeof outcomes)[number];

export const sources = ["panel", "api", "job", "cli"] as const;
export type EventSource = (typeof sources)[number];

export type ActorKind = "user" | "key" | "staff" | "visitor" | "system" | "operator" | "deleted";

/** What can have an activity of its own. */
export const objectKinds = ["user", "account", "api_key", "webhook"] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** One changed field. Secrets never appear; the word "changed" stands for them. */
export type Change = { field: string; from: unknown; to: unknown };

/** One event as it leaves the server. */
export type EventView = {
  id: string;
  at: string;
  action: string;
  outcome: EventOutcome;
  /** the stable code of a refusal */
  code: string | null;
  actor: { kind: ActorKind; id: string | null; name: string };
  object: { kind: ObjectKind; id: string | null; name: string };
  changes: Change[];
  /** reason given, addresses tried, counts: what the sentence needs beyond the changes */
  particulars: Record<string, unknown>;
  source: EventSource;
  sessionId: string | null;
  requestId: string;
  origin: { ip: string | null; place: string | null; browser: string | null } | null;
  /** the event in words: "Adam changed Mia's role from user to auditor" */
  sentence: string;
};

export const ActivityFilter = z.strictObject({
  actor: z.uuid().optional(),
  object: z.uuid().optional(),
  action: z.string().max(60).optional(),
  outcome: z.enum(outcomes).optional(),
  request: z.string().max(80).optional(),
  /** ISO instants or days; `from` is inclusive, `to` exclusive */
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
});
export type ActivityFilter = z.infer<typeof ActivityFilter>;

export type ActivityPage = {
  data: EventView[];
  nextCursor: string | null;
  /** how far back the search looked when a rare filter stopped it early; continue with `nextCursor` */
  searchedTo: string | null;
};
