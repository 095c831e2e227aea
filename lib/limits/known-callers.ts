import type { Actor } from "@/lib/policy/actor";
import { shared } from "@/lib/runtime";

const MOST_CALLERS = 10_000;

/** Who came with a key or token before, by its digest, so that their account is known before the gate looks. */
const callers = () => shared("api-callers", () => new Map<string, Actor>());

export const knownCaller = (digest: string): Actor | undefined => callers().get(digest);

export function rememberCaller(digest: string, me: Actor): void {
  callers().delete(digest);
  if (callers().size >= MOST_CALLERS) callers().delete(callers().keys().next().value!);
  callers().set(digest, me);
}

export const forgetCaller = (digest: string): boolean => callers().delete(digest);

/** Forgets callers who are gone, by the id of the user, person, key or account they were. */
export function forgetCallersOf(id: string): void {
  for (const [digest, me] of callers()) {
    const ids = Object.values(me).concat(me.kind === "key" ? me.holder.userId : []);
    if (ids.includes(id)) callers().delete(digest);
  }
}
