import { Failure } from "@/lib/gate/failure";
import type { Actor } from "./actor";

/**
 * The account the actor works in. Refuses a visitor with `unauthenticated`, and with `forbidden` someone who has not
 * picked an account.
 */
export function accountOf(me: Actor): string {
  if ("accountId" in me && me.accountId) return me.accountId;
  throw new Failure(me.kind === "visitor" ? "unauthenticated" : "forbidden");
}
