import type { z } from "zod";

import { inTransaction } from "@/lib/db/connection";
import { type Proof, proofOf } from "@/lib/passwords/prove-again";
import { proven } from "@/lib/policy/proof";
import { believe, visitor } from "./believe";
import type { Claim } from "./claim";
import type { Command, Target } from "./command";
import { fitOf } from "./drawn-for";
import { Failure, isTold } from "./failure";
import { clockOf, isOpen, look } from "./look";
import { parse } from "./parse";

/** What comes before the transaction: a value for the verb, a refusal that has to be told, or not allowed at all. */
export type Ready<Prepared> = { value: Prepared; proof: Proof } | { refused: Failure } | null;

/**
 * Slow work and the counting of tries come before the transaction, but only for someone who may: nobody else can
 * spend our time or another's tries.
 */
export async function prepare<
  Schema extends z.ZodType,
  Value,
  Prepared,
  Found extends Target | null,
>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
): Promise<Ready<Prepared>> {
  const password = proven.includes(command.name) ? passwordIn(input) : undefined;
  if (!command.prepare && password === undefined)
    return { value: undefined as Prepared, proof: "none" };
  const known = await firstLook(command, claim, input);
  if (!known) return null;
  try {
    const value = await command.prepare?.(known.input, known.me, claim.request);
    return { value: value as Prepared, proof: await proofOf(known.me, password) };
  } catch (error) {
    if (claim.kind === "session" && error instanceof Failure && isTold(error)) {
      return { refused: error };
    }
    throw error;
  }
}

const passwordIn = (input: unknown): string | undefined => {
  const { password } = (input ?? {}) as { password?: unknown };
  return typeof password === "string" ? password : undefined;
};

/** Who asks and what for, where they may. */
async function firstLook<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
) {
  if (claim.kind === "visitor" && !command.find) {
    return isOpen(command) ? { me: visitor, input: parse(command.input, input) } : null;
  }
  return inTransaction(async (db) => {
    const clock = clockOf(db);
    const open = isOpen(command);
    const me = await believe(db, claim, open, fitOf(command.name, open));
    const parsed = parse(command.input, input);
    const { allowed } = await look(command, db, me, parsed, claim.request, clock);
    return allowed ? { me, input: parsed } : null;
  }, "read");
}
