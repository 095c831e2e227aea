import { eq, sql } from "drizzle-orm";

import { minute } from "@/lib/clock";
import { type Database, inTransaction } from "@/lib/db/connection";
import { sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { Failure } from "@/lib/gate/failure";
import { giveBack, insist } from "@/lib/limits/limits";
import { credentialsOf } from "@/lib/people/rows";
import type { Actor, UserActor } from "@/lib/policy/actor";
import { matches } from "./check";

export const PROOF_LASTS = 10 * minute;

/** Whether the one signed in knows their password. Slow on purpose; tries are counted. */
export async function proveAgain(me: Actor, password: string): Promise<boolean> {
  if (me.kind !== "user" && me.kind !== "staff") return false;
  await insist("password confirmation", me.personId);
  const { password_hash: stored } = await inTransaction(async (db) => {
    await enterScope(db, null, me.personId);
    return credentialsOf(db, me.personId);
  }, "read");
  const { ok } = await matches(password, stored);
  if (ok) await giveBack("password confirmation", me.personId);
  return ok;
}

/** What a password that may come with a dangerous verb proves. */
export type Proof = "right" | "wrong" | "none";

export const proofOf = async (me: Actor, password: string | undefined): Promise<Proof> =>
  password === undefined ? "none" : (await proveAgain(me, password)) ? "right" : "wrong";

/**
 * Lets only someone go on who gave their password with the verb, or in this session within the last ten minutes
 * (ASVS V7.5.3). Refuses with `wrong_password` or `step_up_required`.
 */
export async function insistOnProof(
  db: Database,
  me: Pick<UserActor, "sessionId" | "confirmedAt">,
  proof: Proof,
  now: Date,
): Promise<void> {
  if (proof === "wrong") throw new Failure("wrong_password");
  if (proof === "right") {
    await db
      .update(sessions)
      .set({ confirmedAt: sql`now()` })
      .where(eq(sessions.id, me.sessionId));
  } else if (now.getTime() - me.confirmedAt.getTime() > PROOF_LASTS) {
    throw new Failure("step_up_required");
  }
}
