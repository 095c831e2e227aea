import type { z } from "zod";

import { inTransaction } from "@/lib/db/connection";
import { believe, visitor } from "./believe";
import type { Claim } from "./claim";
import type { Command, Target } from "./command";
import { Failure, isTold } from "./failure";
import { clockOf, isOpen, look } from "./look";
import { parse } from "./parse";

/** What comes before the transaction: a value for the verb, a refusal that has to be told, or not allowed at all. */
export type Ready<Prepared> = { value: Prepared } | { refused: Failure } | null;

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
  if (!command.prepare) return { value: undefined as Prepared };
  const known = await firstLook(command, claim, input);
  if (!known) return null;
  try {
    return { value: await command.prepare(known.input, known.me, claim.request) };
  } catch (error) {
    if (claim.kind === "session" && error instanceof Failure && isTold(error)) {
      return { refused: error };
    }
    throw error;
  }
}

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
    const me = await believe(db, claim, isOpen(command));
    const parsed = parse(command.input, input);
    const { allowed } = await look(command, db, me, parsed, claim.request, clock);
    return allowed ? { me, input: parsed } : null;
  }, "read");
}
