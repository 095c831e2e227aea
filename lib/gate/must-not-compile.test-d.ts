/**
 * What the compiler must refuse. Each line under an expected error is wrong on purpose; `tsc` fails as soon as one of
 * them compiles. Nothing here is run.
 */
import { z } from "zod";

import { sentences } from "@/lib/activity/sentences";
import { mayDo, type CommandName } from "@/lib/policy/policy";
import type { Claim } from "./claim";
import { command, type Done, type Target } from "./command";
import { execute } from "./execute";
import { Failure, type Outcome } from "./failure";
import { query } from "./query";

declare const target: Target;
declare const claim: Claim;
declare const outcome: Outcome<{ secret: string }>;
const input = z.strictObject({ reason: z.string() });
const find = async () => target;
const told = { object: target };
const refuses = [] as const;
const done = async (): Promise<Done<null>> => ({ value: null, told });

// This one is right: what follows differs from it in one thing each.
const right = command("user.pause", { input, refuses, target: find, run: done });

// A verb or a question that the policy does not know.
// @ts-expect-error -- no line in the policy
command("user.teleport", { input, refuses, run: done });
// @ts-expect-error -- a question is no verb
command("user.list", { input, refuses, run: done });
// @ts-expect-error -- no line in the policy
query("user.weigh", { input, output: z.null(), refuses, run: async () => null });
// @ts-expect-error -- a verb is no question
query("user.pause", { input, output: z.null(), refuses, run: async () => null });

// A line in the policy without a sentence, and a sentence without a line in the policy.
const { "user.pause": _pause, ...unspoken } = sentences;
// @ts-expect-error -- no sentence for user.pause
unspoken satisfies Record<CommandName, unknown>;
// @ts-expect-error -- a sentence for a verb nobody knows
({ ...sentences, "user.teleport": () => "" }) satisfies Record<keyof typeof mayDo, unknown>;

// A change without an event.
// @ts-expect-error -- tells nothing
command("user.pause", { input, refuses, run: async () => ({ value: null }) });
// @ts-expect-error -- refused, and tells nothing
command("user.pause", { input, refuses, run: async () => ({ refused: new Failure("forbidden") }) });
// @ts-expect-error -- an event about nothing
command("user.pause", { input, refuses, run: async () => ({ value: null, told: {} }) });

// An answer that is not the declared one, and a refusal nobody can look up.
const output = z.object({ count: z.int() });
// @ts-expect-error -- a word is no count
query("user.show", { input, output, refuses, run: async () => ({ count: "three" }) });
// @ts-expect-error -- says it answers, and answers nothing
command("user.pause", { input, output, refuses, run: done });
// @ts-expect-error -- answers, and does not say what
command("user.pause", { input, refuses, run: async () => ({ value: { count: 1 }, told }) });
// @ts-expect-error -- does not say with what it refuses
command("user.pause", { input, run: done });
// @ts-expect-error -- a question that does not say what it answers
query("user.show", { input, refuses, run: async () => null });
// @ts-expect-error -- not a known code
command("user.pause", { input, refuses: ["sorry"], run: done });

// A target the rules cannot judge.
// @ts-expect-error -- neither role nor status
command("user.pause", { input, refuses, target: async () => ({ id: "" }), run: done });
const root = async () => ({ ...target, role: "root" });
// @ts-expect-error -- a role nobody has
command("user.pause", { input, refuses, target: root, run: done });
// @ts-expect-error -- a rule needs someone it is about
mayDo["user.pause"](target);

// Input nobody declared, an actor instead of a claim, an outcome taken for granted, a refusal nobody can look up.
// @ts-expect-error -- not in the schema
command("user.pause", { input, refuses, run: ({ input: { until } }) => Promise.reject(until) });
// @ts-expect-error -- whoever is a user must be believed first
void execute(right, { kind: "user", userId: "", request: claim.request }, {});
// @ts-expect-error -- it may have been refused
void outcome.value;
// @ts-expect-error -- not a known code
void new Failure("sorry");
