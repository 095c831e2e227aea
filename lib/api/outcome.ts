import type { z } from "zod";

import { type Database, inTransaction } from "@/lib/db/connection";
import { ask, askWithin } from "@/lib/gate/ask";
import { believe, visitor } from "@/lib/gate/believe";
import type { Claim } from "@/lib/gate/claim";
import { fitOf } from "@/lib/gate/drawn-for";
import { execute } from "@/lib/gate/execute";
import { expected } from "@/lib/gate/expected";
import { type Outcome, refusal } from "@/lib/gate/failure";
import { nobody } from "@/lib/gate/look";
import { parse } from "@/lib/gate/parse";
import { type Actor } from "@/lib/policy/actor";
import { mayAsk } from "@/lib/policy/policy";
import type { Kept, once } from "./idempotency";
import type { Route } from "./routes";

type Wishes = {
  /** the versions of the object that were looked at, one of which it must have */
  versions: readonly number[] | null;
  /** makes the change once and keeps its answer */
  only?: ReturnType<typeof once>;
};

/** What a call comes to: through the gate, with what it answers read in the same transaction. */
export async function outcomeOf(
  route: Route,
  claim: Claim,
  input: Record<string, unknown>,
  { versions, only }: Wishes,
): Promise<Outcome<Kept>> {
  if ("query" in route)
    return only ? askOnce(route, claim, input, only) : asked(route, claim, input);
  if (route.takes) parse(route.takes, input);
  let me: Actor = visitor;
  let body: unknown;
  const outcome: Outcome<unknown> = await execute(route.command, claim, input, {
    expects: versions ?? undefined,
    async before(db, actor) {
      me = actor;
      await only?.claim(db, me);
    },
    async after(db, value) {
      body = await bodyAfter(db, route, claim, value, input);
      await only?.keep(db, me, { status: route.status, body });
    },
  });
  return outcome.ok ? { ...outcome, value: { status: route.status, body } } : outcome;
}

type Asking = Extract<Route, { query: unknown }>;
type Changing = Extract<Route, { command: unknown }>;

async function asked(route: Asking, claim: Claim, input: object): Promise<Outcome<Kept>> {
  const outcome: Outcome<unknown> = await ask(route.query, claim, input);
  return outcome.ok
    ? { ...outcome, value: { status: route.status, body: outcome.value } }
    : outcome;
}

/** A question by POST changes nothing, but it too is answered alike when it is sent again. */
async function askOnce(
  { query, status }: Asking,
  claim: Claim,
  input: object,
  only: ReturnType<typeof once>,
): Promise<Outcome<Kept>> {
  const { id: requestId } = claim.request;
  try {
    const value = await inTransaction(async (db) => {
      const open = mayAsk[query.name](visitor, nobody);
      const me = await believe(db, claim, open, fitOf(query.name, open));
      await only.claim(db, me);
      const body: unknown = await askWithin(db, query, claim, input);
      await only.keep(db, me, { status, body });
      return { status, body };
    });
    return { ok: true, value, requestId };
  } catch (error) {
    const failure = expected([], error);
    if (failure.code === "internal") throw error;
    return refusal(failure, requestId);
  }
}

/** What is answered after a change: what it is like now, what the verb tells, or nothing but success. */
async function bodyAfter(
  db: Database,
  { shows, tells, command, status }: Changing,
  claim: Claim,
  value: unknown,
  input: Record<string, unknown>,
): Promise<unknown> {
  if (tells) return tells.of(db, value, claim.request);
  if (shows) return askWithin(db, shows, claim, named(shows.input, value, input));
  return status === 204 || status === 202 || !command.output ? undefined : value;
}

/** What a question takes, out of what the verb returned and was given. */
function named(schema: z.ZodObject, value: unknown, input: Record<string, unknown>) {
  const made = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, made[name] ?? input[name]]),
  );
}
