import type { z } from "zod";

import { insistOnProof } from "@/lib/passwords/prove-again";
import { needsProof } from "@/lib/policy/proof";
import type { Command, Done, Left, ObjectRef, Step, Target, Told } from "./command";
import { expected } from "./expected";
import { Failure, isTold } from "./failure";
import { themOf } from "./look";
import type { Ready } from "./prepare";

/**
 * Runs the verb. What it refuses with because of the state of things (last owner, already paused) undoes all it
 * wrote, and is told on its object; where there is none, as for a visitor, everything is undone.
 */
export async function runVerb<
  Schema extends z.ZodType,
  Value,
  Prepared,
  Found extends Target | null,
>(
  command: Command<Schema, Value, Prepared, Found>,
  step: Omit<Step<z.output<Schema>, Prepared, Found>, "prepared">,
  ready: Ready<Prepared>,
  place: () => Promise<Left | null>,
): Promise<Done<Value>> {
  if (!ready) throw new Failure("changed_meanwhile"); // allowed only since we looked
  const { $client } = step.db;
  // Not awaited: it travels with the verb's first statement, and when it fails that one fails too.
  $client.query("savepoint verb").catch(() => {});
  try {
    if ("refused" in ready) throw ready.refused;
    const { me, now } = step;
    if (me.kind === "user" && needsProof(command.name, themOf(step.target)))
      await insistOnProof(step.db, me, ready.proof, now);
    return await command.run({ ...step, prepared: ready.value });
  } catch (error) {
    const failure = expected(command.upholds, error, step.target);
    if (!isTold(failure)) throw error;
    await $client.query("rollback to savepoint verb");
    const left = await place();
    if (!left) throw failure;
    return { refused: failure, told: left };
  }
}

/** What an event needs of an object. */
export const toldOf = ({ kind, id, name }: ObjectRef): Told => ({ object: { kind, id, name } });
