import { sentenceFor } from "@/lib/activity/sentences";
import { type Outsider, readOutsiders } from "@/lib/ledger/outsiders";
import type { Source } from "@/lib/ledger/source";

/** Looks of the staff at the account's traffic, each with its reason (P39). */
export const staffLooks: Source = {
  kind: "staff_look",
  ofPeople: null,
  read: (db, asked) =>
    readOutsiders(db, asked, {
      kind: "staff_look",
      wanted: ({ action, outcome, actor_kind: by }) =>
        by === "staff" && outcome === "ok" && action in looks,
      tell: (event) => ({ sentence: sentenceOf(event), what: [looks[event.action]!] }),
    }),
};

const looks: Record<string, string> = {
  "traffic.look": "API calls, without addresses and names",
  "traffic.look_at_webhooks": "Webhook attempts, without what was sent",
  "traffic.trace": "What one request has led to, without content",
};

/** The activity's own sentence; the reason stands beside it. */
function sentenceOf({ action, by, object, changes, particulars }: Outsider): string {
  const { reason: _reason, ...rest } = particulars;
  const told = {
    actor: by,
    object,
    self: false,
    changes,
    particulars: rest,
    outcome: "ok" as const,
  };
  return sentenceFor(action, told, null);
}
