import { z } from "zod";

import type { ObjectKind } from "@/lib/activity/event";
import { sentences } from "@/lib/activity/sentences";
import { acme } from "@/lib/cast/people";
import type { CommandName } from "@/lib/policy/policy";
import { bodyOf, Envelope, FullData, ThinData, VERSION } from "./envelope";
import { neverSent, type Payload } from "./outbox";
import type { TopicView } from "./webhook";

/** Verbs that leave no event in an account under their own name, or are sent to one endpoint alone. */
export const neverTold: readonly string[] = [
  ...neverSent,
  "account.purge",
  "password.request_reset",
  "installation.move",
  "location.add",
  "location.end",
  "processor.announce",
  "processor.note_blocked",
  "processor.set_notice",
  "processor.withdraw",
  "session.choose_operator",
  "staff.add",
  "staff.change_roles",
  "staff.remove",
  "support.open_review",
  "support.set_ceiling",
  "support.tell_owners",
];

/** What one can be told of: every verb that leaves an event, from the same declarations as the activity. */
export const topics = (Object.keys(sentences) as CommandName[]).filter(
  (name) => !neverTold.includes(name),
);

/** Everything a receiving developer needs to know of a topic. */
export function topicView(topic: CommandName, origin: string): TopicView {
  const payload = examplePayload(topic);
  const told = { ...ids, origin, topic, payload, at: new Date("2026-01-02T03:04:05.678Z") };
  const example = (thin: boolean) => JSON.parse(bodyOf(told, thin)) as Record<string, unknown>;
  return {
    topic,
    noun: topic.split(".")[0]!,
    title: payload.sentence,
    version: VERSION,
    schema: schemaOf(topic),
    example: example(false),
    thinExample: example(true),
  };
}

function schemaOf(topic: CommandName): Record<string, unknown> {
  const message = Envelope.extend({
    type: z.literal(topic),
    data: z.union([FullData, ThinData]),
  });
  return { title: topic, ...z.toJSONSchema(message) };
}

const ids = {
  accountId: "0198a1b2-0000-7000-8000-000000000001",
  messageId: "0198a1b2-0000-7000-8000-000000000002",
  requestId: "5d0e1f2a-3b4c-4d5e-8f60-718293a4b5c6",
  sequence: 42,
};

function examplePayload(topic: CommandName): Payload {
  const noun = topic.split(".")[0]!;
  const kind: ObjectKind = kinds[noun] ?? "user";
  const object = { kind, id: "0198a1b2-0000-7000-8000-000000000003", name: names[kind] };
  const all = [
    { field: "role", from: "user", to: "auditor" },
    { field: "email", from: acme.Mia.email, to: "mia@example.com" },
    { field: "name", from: "Acme", to: "Acme Limited" },
  ];
  const say = (changes: typeof all) =>
    sentences[topic]({
      actor: acme.Adam.name,
      object: object.name,
      self: false,
      changes,
      particulars: {},
      outcome: "ok",
    });
  // A sentence that tells of a change says what to; the others need none.
  const changes = all.filter(({ to }) => say(all).includes(to));
  return {
    actor: { kind: "user", id: "0198a1b2-0000-7000-8000-000000000004", name: acme.Adam.name },
    object,
    changes,
    particulars: {},
    source: "panel",
    sentence: say(changes),
  };
}

/** What the verbs of a noun are done to, where that is no user. */
const kinds: Record<string, ObjectKind> = {
  account: "account",
  ledger: "account",
  webhook: "webhook",
  api_key: "api_key",
  support: "support_grant",
};

const names: Record<ObjectKind, string> = {
  user: acme.Mia.name,
  account: "Acme",
  api_key: "Directory sync",
  webhook: "hooks.example.com",
  support_grant: "Sam Support",
};
