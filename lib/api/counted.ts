import { createHash } from "node:crypto";

import { parse } from "hono/utils/cookie";

import { Failure } from "@/lib/gate/failure";
import { sessionCookie } from "@/lib/gate/from-request";
import { apiLimits, spend, type Standing } from "@/lib/limits/api-limits";
import { addressBlock } from "@/lib/limits/limits";
import { metrics } from "@/lib/metrics";
import type { Actor } from "@/lib/policy/actor";
import { shared } from "@/lib/runtime";
import type { Call } from "./call";

const MOST_CALLERS = 10_000;

/** Who came with a key or token before, so that their account is known before the gate looks. */
const callers = () => shared("api-callers", () => new Map<string, Actor>());

/**
 * Answers a call within the limits of its address block, its key or session, and its account; one past them is refused
 * before the gate does any work. Every answer tells how its caller stands.
 */
export async function counted(
  request: Request,
  call: Call,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const credential = credentialOf(request.headers);
  const known = credential && callers().get(credential.digest);
  const standings = await spendAll(request, call, credential, known || undefined);
  const over = standings.find(({ ok }) => !ok);
  if (over) {
    metrics().limited.inc({ limit: apiLimits[over.limit].name });
    call.info.caller = known || undefined;
    call.refused = new Failure("too_many", {
      says: "These are too many calls in a minute. Wait as long as Retry-After says, then go on more slowly.",
      retryAfter: over.resets,
    });
  }
  const response = await answer();
  if (credential && !over) {
    if (opensNothing(call, response)) callers().delete(credential.digest);
    else remember(credential.digest, call.info.caller, known || undefined);
  }
  response.headers.set("ratelimit-policy", standings.map(policyOf).join(", "));
  response.headers.set("ratelimit", standings.map(standingOf).join(", "));
  return response;
}

type Credential = { digest: string; ours: boolean };

/** What someone comes with, as a digest; nothing is believed of it yet. */
function credentialOf(headers: Headers): Credential | null {
  const bearer = headers.get("authorization");
  const cookie = bearer
    ? undefined
    : parse(headers.get("cookie") ?? "", sessionCookie())[sessionCookie()];
  const token = bearer ?? cookie;
  if (!token) return null;
  return {
    digest: createHash("sha256").update(token).digest("base64"),
    ours: bearer === null,
  };
}

/** The address comes first: whoever makes up a key with each call fills nothing but its limit. */
async function spendAll(
  { method }: Request,
  { info }: Call,
  credential: Credential | null,
  known: Actor | undefined,
): Promise<Standing[]> {
  const standings = [await spend("calls from an address block", addressBlock(info.ip))];
  const going = () => standings.at(-1)!.ok;
  if (credential) {
    const { digest, ours } = credential;
    const changes = !["GET", "HEAD", "OPTIONS"].includes(method);
    if (changes && going())
      standings.push(
        await spend(ours ? "changes from our own pages" : "changes with a key or token", digest),
      );
    if (going())
      standings.push(
        await spend(ours ? "calls from our own pages" : "calls with a key or token", digest),
      );
  }
  const accountId = accountOf(known);
  if (accountId && going()) standings.push(await spend("calls of an account", accountId));
  return standings;
}

const accountOf = (me: Actor | undefined): string | null =>
  (me && "accountId" in me && me.accountId) || null;

/**
 * Whether the gate found nobody behind what someone came with: it has ended, and spends nobody's calls any more. A call that
 * was refused before the gate says nothing of it, nor does a sign-in, which never looks at it.
 */
const opensNothing = ({ info: { caller }, operation }: Call, { status }: Response): boolean =>
  caller
    ? caller.kind === "visitor" && operation !== "session.open"
    : status === 401 || status === 429;

/** The first call with a key or token counts for its account too, once it is known whose it is. */
function remember(digest: string, me: Actor | undefined, known: Actor | undefined): void {
  if (!me || me.kind === "visitor") return;
  const accountId = accountOf(me);
  if (accountId && accountId !== accountOf(known)) void spend("calls of an account", accountId);
  callers().delete(digest);
  if (callers().size >= MOST_CALLERS) callers().delete(callers().keys().next().value!);
  callers().set(digest, me);
}

/** Structured fields of draft-ietf-httpapi-ratelimit-headers. */
const policyOf = ({ limit, quota }: Standing) => `"${apiLimits[limit].name}";q=${quota};w=60`;
const standingOf = ({ limit, left, resets }: Standing) =>
  `"${apiLimits[limit].name}";r=${left};t=${resets}`;
