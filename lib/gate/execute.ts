import type { z } from "zod";

import { record } from "@/lib/activity/record";
import { codeOf, type Database, inTransaction } from "@/lib/db/connection";
import { log } from "@/lib/log";
import { mayDo } from "@/lib/policy/policy";
import { believe } from "./believe";
import type { Claim } from "./claim";
import type { Command, Done, Step, Target } from "./command";
import { expected } from "./expected";
import { Failure, type Outcome, refusal } from "./failure";
import { parse } from "./parse";

const TRIES = 3;

/**
 * The only way to change account data, in one transaction: authenticate, parse, lock, find, authorise, run, record.
 * Expected refusals come out as values; what nobody expected is logged and comes out as `internal`.
 */
export async function execute<
  Schema extends z.ZodType,
  Value,
  Prepared,
  Found extends Target | null,
>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
): Promise<Outcome<Value>> {
  const { request } = claim;
  try {
    const prepared = command.prepare
      ? await prepare(command, claim, input)
      : (undefined as Prepared);
    const done = await retried(() =>
      inTransaction((db) => attempt(command, db, claim, input, prepared)),
    );
    if ("refused" in done) throw done.refused;
    return { ok: true, value: done.value, requestId: request.id };
  } catch (error) {
    const failure = expected(command.upholds, error);
    if (failure.code === "internal") {
      log.error({ err: error, requestId: request.id, command: command.name }, "a command failed");
    }
    return refusal(failure, request.id);
  }
}

async function prepare<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
): Promise<Prepared> {
  const me =
    claim.kind === "visitor"
      ? ({ kind: "visitor" } as const)
      : await inTransaction((db) => believe(db, claim));
  return command.prepare!(parse(command.input, input), me, claim.request);
}

async function attempt<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  db: Database,
  claim: Claim,
  input: unknown,
  prepared: Prepared,
): Promise<Done<Value>> {
  let me = await believe(db, claim);
  const parsed = parse(command.input, input);
  if (command.upholds.length && "accountId" in me && me.accountId) {
    await lockAccount(db, me.accountId);
    me = await believe(db, claim); // what was true before the lock may not be true behind it
  }
  const { rows } = await db.$client.query<{ now: Date }>("select now() as now");
  const looking = { db, me, input: parsed, request: claim.request, now: rows[0]!.now };
  const target = (command.find ? await command.find(looking) : null) as Found;
  const told = target && { object: { kind: target.kind, id: target.id, name: target.name } };

  if (!mayDo[command.name](me, target ?? { id: "", role: "user", status: "active" })) {
    const refused = new Failure(me.kind === "visitor" ? "unauthenticated" : "forbidden");
    if (told) await record(db, command.name, looking, told, "denied", refused.code);
    return { refused, told: [] };
  }
  const done = await runAndKeepRefusal(command, { ...looking, target, prepared }, told !== null);
  const outcome = "refused" in done ? "refused" : "ok";
  for (const one of [done.told].flat()) {
    await record(
      db,
      command.name,
      looking,
      one,
      outcome,
      "refused" in done ? done.refused.code : null,
    );
  }
  return done;
}

/**
 * Runs the verb. What it refuses with because of the state of things (last owner, already paused) undoes all it
 * wrote and leaves one event that tells the refusal.
 */
async function runAndKeepRefusal<
  Schema extends z.ZodType,
  Value,
  Prepared,
  Found extends Target | null,
>(
  command: Command<Schema, Value, Prepared, Found>,
  step: Step<z.output<Schema>, Prepared, Found>,
  tells: boolean,
): Promise<Done<Value>> {
  if (!tells) return command.run(step);
  await step.db.$client.query("savepoint verb");
  try {
    return await command.run(step);
  } catch (error) {
    const failure = expected(command.upholds, error, step.target);
    if (failure.code === "internal" || failure.code === "changed_meanwhile") throw error;
    await step.db.$client.query("rollback to savepoint verb");
    const { kind, id, name } = step.target!;
    return { refused: failure, told: { object: { kind, id, name } } };
  }
}

const lockAccount = (db: Database, accountId: string) =>
  db.$client.query({
    name: "lock_account",
    text: "select id from accounts where id = $1 for no key update",
    values: [accountId],
  });

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !["40001", "40P01"].includes(codeOf(error) ?? "")) throw error;
    }
  }
}
