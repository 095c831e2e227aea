import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Actor, UserTarget } from "@/lib/policy/actor";
import { type CommandName, mayDo } from "@/lib/policy/policy";
import { visitor } from "./believe";
import type { RequestInfo } from "./claim";
import type { Command, Target } from "./command";

/** Stands for the target of verbs that are done to nobody in particular. */
export const nobody: UserTarget = { id: "", role: "user", status: "active" };

/** The user a rule is asked about: whom a verb is done to, or whose the thing is that it is done to. */
export const themOf = (target: Target | null): UserTarget =>
  target === null ? nobody : "holder" in target ? (target.holder ?? nobody) : target;

/** Whether nobody needs to sign in for a verb. */
export const isOpen = ({ name }: { name: CommandName }): boolean => mayDo[name](visitor, nobody);

/** Finds whom a verb is done to, and whether it may be done to them. */
export async function look<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
  db: Database,
  me: Actor,
  input: z.output<Schema>,
  request: RequestInfo,
  clock: Promise<Date>,
) {
  const looking = { db, me, input, request, now: await clock };
  // What is shut to support is not even looked for.
  if (me.kind === "support" && !mayDo[command.name](me, nobody)) {
    return { me, looking, target: null as Found, allowed: false };
  }
  const target = (command.find ? await command.find(looking) : null) as Found;
  const them = command.makes?.(input) ?? themOf(target);
  return { me, looking, target, allowed: mayDo[command.name](me, them) };
}

/** Asks the time of the transaction. The question travels with the one for the claim. */
export function clockOf(db: Database): Promise<Date> {
  const asked = db.$client
    .query<{ now: Date }>({ name: "clock", text: "select now() as now" })
    .then(({ rows }) => rows[0]!.now);
  asked.catch(() => {}); // whoever is not believed never looks at the clock
  return asked;
}
