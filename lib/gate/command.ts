import type { z } from "zod";

import type { Change, ObjectKind } from "@/lib/activity/event";
import type { Database } from "@/lib/db/connection";
import type { Actor, UserTarget } from "@/lib/policy/actor";
import type { CommandName } from "@/lib/policy/policy";
import type { RequestInfo } from "./claim";
import type { Failure, FailureCode } from "./failure";

/** The object of an event, with its name as it is now. */
export type ObjectRef = { kind: ObjectKind; id: string; name: string };

/** What a verb leaves behind in the activity of one account. */
export type Told = {
  object: ObjectRef;
  changes?: Change[];
  particulars?: Record<string, unknown>;
  /** the account it happened in; the actor's own when left out */
  accountId?: string;
  /** who did it, where the actor has no user there: a visitor who proved to be this user */
  by?: { id: string; name: string };
};

/** What the staff leaves behind in the activity of an account they cannot open: the gate says what it is called. */
export type ToldOutside = { inAccount: string } & Pick<Told, "changes" | "particulars">;

/** What a verb leaves behind in the log of the installation: what operator and staff do is no account's business. */
export type Logged = {
  /** the one of the staff, or the account, that it is about; an account has no name there, the installation no id */
  logged: { id: string | null; name: string | null };
  changes?: Change[];
  particulars?: Record<string, unknown>;
  /** the one of the staff who did it, where they act as someone else yet: with a link, or signing in */
  by?: { id: string; name: string };
};

export type Left = Told | ToldOutside | Logged;

/**
 * How a verb ends: with a value and the events that tell it, or refused with events that must stay although
 * nothing else does (a failed sign-in). Only a visitor's verb may leave no event, by an empty list.
 */
export type Done<Value> =
  | { value: Value; told: Left | Left[] }
  | { refused: Failure; told: Left | Left[] };

/** How often something was written, where that is counted: whoever looked at an older version is told. */
type Versioned = { version?: number };

/** A user something is done to, as far as rules need them. */
export type TargetUser = ObjectRef & UserTarget & Versioned;

/** A thing something is done to, with the user whose it is where it is one's. */
export type TargetThing = ObjectRef & { holder: UserTarget | null } & Versioned;

/** What a verb may be done to. */
export type Target = TargetUser | TargetThing;

/** What must be true when a verb is done, kept by a constraint of the database, and how a breach is refused. */
export type Invariant = {
  constraint: string;
  refuses: FailureCode;
  refuse: (target: Target | null) => Failure;
};

export type Step<Input, Prepared, Found> = {
  db: Database;
  me: Actor;
  input: Input;
  target: Found;
  prepared: Prepared;
  request: RequestInfo;
  /** from the database's clock */
  now: Date;
};

export type Command<
  Schema extends z.ZodType,
  Value,
  Prepared = unknown,
  Found extends Target | null = Target | null,
> = {
  name: CommandName;
  input: Schema;
  /** what it answers with; null where success says it all */
  output: z.ZodType<Value> | null;
  /** the codes of its own, see `refusals.ts` */
  refuses: readonly FailureCode[];
  /** what the account row's lock protects; writes that uphold something queue per account */
  upholds: readonly Invariant[];
  find:
    | ((
        step: Omit<Step<z.output<Schema>, undefined, undefined>, "prepared" | "target">,
      ) => Promise<Found>)
    | null;
  /** the user who is made by it, where it is done to nobody yet: rules are asked about them */
  makes: ((input: z.output<Schema>) => UserTarget) | null;
  prepare: ((input: z.output<Schema>, me: Actor, request: RequestInfo) => Promise<Prepared>) | null;
  run: (step: Step<z.output<Schema>, Prepared, Found>) => Promise<Done<Value>>;
};

/**
 * Declares a verb. Its name is the key to everything: who may (`lib/policy`), the sentence (`lib/activity`), the
 * REST call (`lib/api`). A name that policy or sentences do not know does not compile, and neither does a verb that
 * tells no event.
 *
 * Whatever answers with something says what, by `output`; whatever refuses says with which codes, by `refuses`, beyond
 * those that everything may refuse with (`refusals.ts`). The reference is made of both, and tests hold them to it.
 */
export function command<
  Schema extends z.ZodType,
  Value = null,
  Prepared = undefined,
  Found extends Target | null = null,
>(
  name: CommandName,
  spec: {
    input: Schema;
    output?: z.ZodType<Value>;
    refuses: readonly FailureCode[];
    upholds?: readonly Invariant[];
    /** finds whom it is done to inside the scope; throws `not_found` */
    target?: Command<Schema, Value, Prepared, Found>["find"];
    makes?: Command<Schema, Value, Prepared, Found>["makes"];
    /** slow work outside the transaction: hashing */
    prepare?: Command<Schema, Value, Prepared, Found>["prepare"];
    run: (step: Step<z.output<Schema>, Prepared, Found>) => Promise<Done<NoInfer<Value>>>;
  },
): Command<Schema, Value, Prepared, Found> {
  return {
    name,
    input: spec.input,
    output: spec.output ?? null,
    refuses: spec.refuses,
    upholds: spec.upholds ?? [],
    find: spec.target ?? null,
    makes: spec.makes ?? null,
    prepare: spec.prepare ?? null,
    run: spec.run,
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- a list of verbs holds verbs of every shape
export type AnyCommand = Command<any, any, any, any>;
