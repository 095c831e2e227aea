import type { z } from "zod";

import { type Database, inTransaction } from "@/lib/db/connection";
import { inRequest, log } from "@/lib/log";
import { mayAsk } from "@/lib/policy/policy";
import { traced } from "@/lib/traces";
import { believe, visitor } from "./believe";
import type { Claim } from "./claim";
import type { Target } from "./command";
import { refused } from "@/lib/policy/scope";
import { fitOf } from "./drawn-for";
import { type Outcome, refusal } from "./failure";
import { nobody, themOf } from "./look";
import { parse } from "./parse";
import { shown } from "./shown";
import { visibleTo } from "./visible";
import { insistOnDeclared } from "./refusals";
import type { Query } from "./query";
import { countWrongKey } from "./wrong-key";
import { endedMeanwhile } from "./ended-meanwhile";
import { expected } from "./expected";

/** The only way to read account data: authenticate, parse, find, authorise, run, in one transaction. */
export async function ask<Schema extends z.ZodType, Value, Found extends Target | null>(
  query: Query<Schema, Value, Found>,
  claim: Claim,
  input: unknown,
): Promise<Outcome<Value>> {
  const { request } = claim;
  try {
    const value = await inRequest(request.id, () =>
      traced(`gate ${query.name}`, { "castellan.request_id": request.id }, () =>
        inTransaction((db) => askWithin(db, query, claim, input), "read"),
      ),
    );
    return { ok: true, value, requestId: request.id };
  } catch (error) {
    const told = await countWrongKey(expected([], error), claim);
    const failure = await endedMeanwhile(claim, told);
    if (failure.code === "internal") {
      log.error({ err: error, requestId: request.id, query: query.name }, "a question failed");
    }
    insistOnDeclared(query, failure.code);
    return refusal(failure, request.id);
  }
}

/** The same in a transaction under way: what a change answers with. Refusals are thrown. */
export async function askWithin<Schema extends z.ZodType, Value, Found extends Target | null>(
  db: Database,
  query: Query<Schema, Value, Found>,
  claim: Claim,
  input: unknown,
): Promise<Value> {
  const open = mayAsk[query.name](visitor, nobody);
  const me = await believe(db, claim, open, fitOf(query.name, open));
  const looking = { db, me, input: parse(query.input, input) };
  // What is shut to support is not even looked for.
  if (me.kind === "support" && !mayAsk[query.name](me, nobody)) throw refused(me);
  const target = (query.find ? await query.find(looking) : null) as Found;
  if (!mayAsk[query.name](me, themOf(target))) {
    throw refused(me);
  }
  const visible = await visibleTo(db, me);
  const value = await query.run({ ...looking, target, visible });
  if (me.kind !== "support") return value;
  const { name, output } = query;
  const requestId = claim.request.id;
  return shown(
    db,
    me,
    { name, output, kind: "look", input: looking.input, target, requestId },
    value,
  );
}
