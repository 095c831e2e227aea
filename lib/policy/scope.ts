import { Failure } from "@/lib/gate/failure";
import type { Actor } from "./actor";

/**
 * The account the actor works in. Refuses a visitor with `unauthenticated`, with `grant_ended` one of the staff whose access
 * is over, and with `forbidden` someone who has not picked an account.
 */
export function accountOf(me: Actor): string {
  if ("accountId" in me && me.accountId) return me.accountId;
  throw refused(me);
}

/** How somebody is refused who may not. */
export const refused = (me: Actor): Failure =>
  new Failure(
    me.kind === "visitor"
      ? "unauthenticated"
      : me.kind === "staff" && me.ended
        ? "grant_ended"
        : "forbidden",
  );
