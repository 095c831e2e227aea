import type { z } from "zod";

import { accountName } from "@/lib/accounts/rows";
import { record } from "@/lib/activity/record";
import { codeOf, type Database, inTransaction } from "@/lib/db/connection";
import { log } from "@/lib/log";
import type { Actor, UserTarget } from "@/lib/policy/actor";
import { mayDo } from "@/lib/policy/policy";
import { believe } from "./believe";
import type { Claim, RequestInfo } from "./claim";
import type { Command, Done, ObjectRef, Step, Target } from "./command";
import { expected } from "./expected";
import { Failure, type Outcome, refusal } from "./failure";
import { parse } from "./parse";

const TRIES = 3;

/** Someone else was faster: a serialization failure, a deadlock, the same new row. Looking again tells what is now. */
const overtaken = ["40001", "40P01", "23505"];

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
      : { value: undefined as Prepared };
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

/**
 * Slow work and the counting of tries come before the transaction, but only for someone who may: nobody else can
 * spend our time or another's tries. Null when they may not; `attempt` refuses them then, and tells it.
 */
async function prepare<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
): Promise<{ value: Prepared } | null> {
  if (claim.kind === "visitor" && !command.find) {
    if (!mayDo[command.name](visitor, nobody)) return null;
    return { value: await command.prepare!(parse(command.input, input), visitor, claim.request) };
  }
  const { parsed, me, allowed } = await inTransaction(async (db) => {
    const clock = clockOf(db);
    const believed = await believe(db, claim);
    const parsed = parse(command.input, input);
    return { parsed, ...(await look(command, db, believed, parsed, claim.request, clock)) };
  }, "read");
  return allowed ? { value: await command.prepare!(parsed, me, claim.request) } : null;
}

async function attempt<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  db: Database,
  claim: Claim,
  input: unknown,
  prepared: { value: Prepared } | null,
): Promise<Done<Value>> {
  const clock = clockOf(db);
  let me = await believe(db, claim);
  const parsed = parse(command.input, input);
  if ((command.find || command.upholds.length) && "accountId" in me && me.accountId) {
    await lockAccount(db, me.accountId);
    me = await believe(db, claim); // what was true before the lock may not be true behind it
  }
  const { looking, target, allowed } = await look(command, db, me, parsed, claim.request, clock);
  if (!allowed) {
    const refused = new Failure(me.kind === "visitor" ? "unauthenticated" : "forbidden");
    const object = target ?? (me.kind === "user" ? await accountAsObject(db, me.accountId) : null);
    if (object) await record(db, command.name, looking, toldOf(object), "denied", refused.code);
    return { refused, told: [] };
  }
  if (!prepared) throw new Failure("changed_meanwhile"); // allowed only since we looked
  const step = { ...looking, target, prepared: prepared.value };
  const done = await runAndKeepRefusal(command, step, target !== null);
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

/** Finds whom it is done to, and whether it may be done to them. */
async function look<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  db: Database,
  me: Actor,
  input: z.output<Schema>,
  request: RequestInfo,
  clock: Promise<Date>,
) {
  const looking = { db, me, input, request, now: await clock };
  const target = (command.find ? await command.find(looking) : null) as Found;
  return { me, looking, target, allowed: mayDo[command.name](me, target ?? nobody) };
}

/** Asks the time of the transaction. The question travels with the one for the claim. */
function clockOf(db: Database): Promise<Date> {
  const asked = db.$client
    .query<{ now: Date }>({ name: "clock", text: "select now() as now" })
    .then(({ rows }) => rows[0]!.now);
  asked.catch(() => {}); // whoever is not believed never looks at the clock
  return asked;
}

const visitor: Actor = { kind: "visitor" };
/** Stands for the target of verbs that are done to nobody in particular. */
const nobody: UserTarget = { id: "", role: "user", status: "active" };

const toldOf = ({ kind, id, name }: ObjectRef) => ({ object: { kind, id, name } });
const accountAsObject = async (db: Database, id: string): Promise<ObjectRef> => ({
  kind: "account",
  id,
  name: await accountName(db, id),
});

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
  // Not awaited: it travels with the verb's first statement, and when it fails that one fails too.
  step.db.$client.query("savepoint verb").catch(() => {});
  try {
    return await command.run(step);
  } catch (error) {
    const failure = expected(command.upholds, error, step.target);
    if (failure.code === "internal" || failure.code === "changed_meanwhile") throw error;
    await step.db.$client.query("rollback to savepoint verb");
    return { refused: failure, told: toldOf(step.target!) };
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
      if (tries === TRIES || !overtaken.includes(codeOf(error) ?? "")) throw error;
    }
  }
}
