import type { Actor } from "./actor";

/** The account the actor works in. Verbs without one are asked by nobody who has none. */
export function accountOf(me: Actor): string {
  if (!("accountId" in me) || !me.accountId) throw new Error(`a ${me.kind} works in no account`);
  return me.accountId;
}
