import { Failure } from "@/lib/gate/failure";
import { nobody } from "@/lib/gate/look";
import type { Actor } from "@/lib/policy/actor";
import { mayAsk } from "@/lib/policy/policy";

/**
 * Whether somebody may read what whole messages tell: the names, addresses and sentences of the activity. All people who see
 * webhooks may; a key may not unless it is open for the activity too (V8.2.3).
 */
export const mayReadMessages = (me: Actor): boolean => mayAsk["activity.list"](me, nobody);

/** Lets nobody have more sent to an endpoint than they may read themselves. Refuses with `thin_only`. */
export function insistOnThin(me: Actor, thin: boolean): void {
  if (!thin && !mayReadMessages(me)) throw new Failure("thin_only");
}
