import type { z } from "zod";

import { codeOf, type Database, inTransaction } from "@/lib/db/connection";
import { inRequest, log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { asApplication } from "@/lib/db/scope";
import { type Actor, isOfStaff } from "@/lib/policy/actor";
import { refused } from "@/lib/policy/scope";
import { traced } from "@/lib/traces";
import { believe } from "./believe";
import type { Claim } from "./claim";
import type { Command, Done, Left, Target } from "./command";
import { fitOf } from "./drawn-for";
import { endedMeanwhile } from "./ended-meanwhile";
import { expected } from "./expected";
import { Failure, type Outcome, refusal } from "./failure";
import { accountAsObject, leave } from "./leave";
import { clockOf, isOpen, look } from "./look";
import { parse } from "./parse";
import { prepare, type Ready } from "./prepare";
import { insistOnDeclared } from "./refusals";
import { runVerb, toldOf } from "./run-verb";
import { shown } from "./shown";
import { countWrongKey } from "./wrong-key";

const TRIES = 3;

/** What an entry point asks for beside the verb, in the same transaction. */
export type Alongside<Value> = {
  /** the versions of the target that were looked at; any other one on record is refused with `changed_since` */
  expects?: number | readonly number[];
  before?: (db: Database, me: Actor) => Promise<void>;
  after?: (db: Database, value: Value) => Promise<void>;
};

/** The database itself no longer knows the session that asks: it ended since the gate believed it. */
const NOT_ALLOWED = "42501";

/** Someone else was faster: a serialization failure, a deadlock, the same new row, a row gone. Looking again tells what is now. */
const overtaken = ["40001", "40P01", "23505", "23503", NOT_ALLOWED];

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
  alongside: Alongside<Value> = {},
): Promise<Outcome<Value>> {
  const { request } = claim;
  const startedAt = performance.now();
  const outcome = await inRequest(request.id, () =>
    traced(`gate ${command.name}`, { "castellan.request_id": request.id }, async (span) => {
      const ended = await outcomeOf(command, claim, input, alongside);
      span.setAttribute("castellan.outcome", ended.ok ? "ok" : ended.code);
      return ended;
    }),
  );
  const code = outcome.ok ? "ok" : outcome.code;
  if (command.name === "session.open") metrics().signIns.inc({ outcome: code });
  const duration = Math.round((performance.now() - startedAt) * 1_000);
  log.info(
    {
      requestId: request.id,
      command: command.name,
      source: request.source,
      outcome: code,
      duration,
    },
    "command",
  );
  return outcome;
}

async function outcomeOf<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  claim: Claim,
  input: unknown,
  alongside: Alongside<Value>,
): Promise<Outcome<Value>> {
  const { request } = claim;
  try {
    const ready = await prepare(command, claim, input);
    const done = await retried(() =>
      inTransaction((db) => attempt(command, db, claim, input, ready, alongside)),
    );
    if ("refused" in done) throw done.refused;
    return { ok: true, value: done.value, requestId: request.id };
  } catch (error) {
    const told = await countWrongKey(expected(command.upholds, error), claim);
    const failure = await endedMeanwhile(claim, told);
    if (failure.code === "internal") {
      log.error({ err: error, requestId: request.id, command: command.name }, "a command failed");
    }
    insistOnDeclared(command, failure.code);
    return refusal(failure, request.id);
  }
}

async function attempt<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  db: Database,
  claim: Claim,
  input: unknown,
  ready: Ready<Prepared>,
  { expects, before, after }: Alongside<Value>,
): Promise<Done<Value>> {
  const clock = clockOf(db);
  const open = isOpen(command);
  const believed = () => believe(db, claim, open, fitOf(command.name, open));
  let me = await traced("authenticate", {}, believed);
  const parsed = parse(command.input, input);
  if ((command.find || command.upholds.length) && "accountId" in me && me.accountId) {
    if (isOfStaff(me)) asApplication(db); // they may not write the row, which locking takes
    await lockAccount(db, me.accountId);
    me = await believed(); // what was true before the lock may not be true behind it
  }
  const { looking, target, allowed } = await look(command, db, me, parsed, claim.request, clock);
  /** Where a refusal is told: in the log of the staff's doings, on its object, on the account of the one who acts. */
  const place = async (): Promise<Left | null> => {
    if (me.kind === "staff") return { logged: { id: me.staffId, name: me.name } };
    if (target) return toldOf(target);
    if (me.kind === "support")
      return toldOf({ kind: "support_grant", id: me.grantId, name: me.name });
    if (me.kind !== "user" && me.kind !== "key") return null;
    return toldOf(await accountAsObject(db, me.accountId));
  };

  if (!allowed) {
    const failure = refused(me);
    const left = await place();
    if (left) await leave(db, command.name, looking, left, "denied", failure.code);
    return { refused: failure, told: [] };
  }
  if (expects !== undefined && ![expects].flat().includes(target?.version ?? -1))
    throw new Failure("changed_since");
  await before?.(db, me);
  const done = await traced("run", {}, () =>
    runVerb(command, { ...looking, target }, ready, place),
  );
  const [outcome, code] =
    "refused" in done ? (["refused", done.refused.code] as const) : ["ok" as const];
  for (const left of [done.told].flat()) {
    await leave(db, command.name, looking, left, outcome, code);
  }
  if (!("value" in done)) return done;
  const { name, output } = command;
  const value =
    me.kind === "support"
      ? await shown(
          db,
          me,
          { name, output, kind: "change", input: parsed, target, requestId: claim.request.id },
          done.value,
        )
      : done.value;
  await after?.(db, value);
  return { ...done, value };
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
