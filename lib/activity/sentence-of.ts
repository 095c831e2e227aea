import type { EventView } from "./event";
import { sentenceFor } from "./sentences";

type Told = Pick<
  EventView,
  "action" | "actor" | "object" | "changes" | "particulars" | "outcome" | "code"
>;

/** An event in words. Whoever acts for the support staff is named with the ticket they work on. */
export const sentenceOf = (event: Told): string =>
  sentenceFor(
    event.action,
    {
      actor: actorOf(event),
      object: event.object.name,
      self: event.actor.id !== null && event.actor.id === event.object.id,
      changes: event.changes,
      particulars: event.particulars,
      outcome: event.outcome,
    },
    event.code,
  );

function actorOf({ actor, particulars }: Told): string {
  const { support } = particulars as { support?: { ticket: string | null } };
  if (!support) return actor.name;
  const name = actor.name.replace(/ \(staff\)$/u, "");
  return `${name} of the support staff${support.ticket ? ` (request ${support.ticket})` : ""}`;
}
