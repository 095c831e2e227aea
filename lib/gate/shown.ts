import type { z } from "zod";

import { recordStep } from "@/lib/activity/record-step";
import { type Database, insistOnCommit } from "@/lib/db/connection";
import { asApplication } from "@/lib/db/scope";
import type { SupportActor } from "@/lib/policy/actor";
import { openToSupport } from "@/lib/policy/support";
import { unmaskedIn } from "@/lib/support/rows";
import type { Target } from "./command";
import { mask } from "./mask";

type Asked = {
  name: string;
  output: z.ZodType | null;
  kind: "look" | "change";
  input: unknown;
  target: Target | null;
  requestId: string;
};

/**
 * What support gets to see of an answer: personal fields masked, and the look recorded, in the same transaction and for
 * good, before the answer leaves (P48, P49).
 */
export async function shown<Value>(
  db: Database,
  me: SupportActor,
  { name, output, kind, input, target, requestId }: Asked,
  answer: Value,
): Promise<Value> {
  const unmasking = name === "support.unmask";
  if (!openToSupport.includes(name) && !unmasking) return answer;
  const { accountId, grantId } = me;
  const { value, clear, masked } = output
    ? mask(output, answer, await unmaskedIn(db, accountId, grantId))
    : { value: answer, clear: [], masked: [] };
  asApplication(db);
  insistOnCommit(db);
  await recordStep(db, me, {
    kind: unmasking ? "unmask" : kind,
    action: name,
    object: target ?? (unmasking ? unmaskedThing(input) : null),
    filter: filterOf(input),
    objects: thingsOn(name, value),
    clear: unmasking ? [(input as { field: string }).field] : clear,
    masked,
    requestId,
  });
  return value as Value;
}

const unmaskedThing = (input: unknown) => {
  const { objectKind: kind, objectId: id } = input as { objectKind: string; objectId: string };
  return { kind, id };
};

/** What was asked for, without what names the thing or the page. */
function filterOf(input: unknown): Record<string, unknown> {
  const asked = Object.entries(input as Record<string, unknown>);
  return Object.fromEntries(
    asked.filter(
      ([name, value]) =>
        value !== undefined && value !== null && !name.endsWith("Id") && name !== "cursor",
    ),
  );
}

/** What stood on a page, by id. */
function thingsOn(name: string, value: unknown): { kind: string; id: string }[] {
  const { data } = (value ?? {}) as { data?: unknown };
  const kind = ofPage[name];
  if (!kind || !Array.isArray(data)) return [];
  return data.map((one: { id?: string; requestId?: string }) => ({
    kind,
    id: one.id ?? one.requestId ?? "",
  }));
}

const ofPage: Record<string, string> = {
  "user.list": "user",
  "activity.list": "event",
  "user.list_activity": "event",
  "webhook.list": "webhook",
  "webhook.list_deliveries": "delivery",
  "webhook.list_all_deliveries": "delivery",
  "traffic.list": "call",
};
