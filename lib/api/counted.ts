import { createHash } from "node:crypto";

import { parse } from "hono/utils/cookie";

import { Failure } from "@/lib/gate/failure";
import { sessionCookie } from "@/lib/gate/from-request";
import { type ApiLimit, apiLimits, spend, type Standing } from "@/lib/limits/api-limits";
import { forgetCaller, knownCaller, rememberCaller } from "@/lib/limits/known-callers";
import { addressBlock } from "@/lib/limits/limits";
import { metrics } from "@/lib/metrics";
import type { Actor } from "@/lib/policy/actor";
import { bearerIn } from "./bearer";
import type { Call } from "./call";

/**
 * Answers a call within the limits of its address block, and of its key or session and its account where these are known;
 * one past them is refused before the gate does any work. Every answer tells how its caller stands.
 */
export async function counted(
  request: Request,
  call: Call,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const credential = credentialOf(request.headers);
  const known = credential && knownCaller(credential.digest);
  const standings = [await spend("calls from an address block", addressBlock(call.info.ip))];
  if (credential && known)
    await spendOn(standings, limitsOf(request, credential, accountOf(known)));
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
  const me = call.info.caller;
  if (credential && !over) {
    if (opensNothing(call, response)) forgetCaller(credential.digest);
    else if (isSomebody(me)) {
      await spendOn(standings, newlyKnown(request, credential, accountOf(me), known || undefined));
      rememberCaller(credential.digest, me);
    }
  }
  response.headers.set("ratelimit-policy", standings.map(policyOf).join(", "));
  response.headers.set("ratelimit", standings.map(standingOf).join(", "));
  return response;
}

type Credential = { digest: string; ours: boolean };

/**
 * What someone comes with: a key or token, or the cookie of our own pages. Nothing is believed of it yet. However the scheme is
 * written, a token is the same.
 */
export function credentialIn(headers: Headers): string | undefined {
  const bearer = bearerIn(headers) ?? headers.get("authorization");
  if (bearer) return bearer;
  return parse(headers.get("cookie") ?? "", sessionCookie())[sessionCookie()];
}

function credentialOf(headers: Headers): Credential | null {
  const bearer = headers.get("authorization");
  const token = credentialIn(headers);
  if (!token) return null;
  return {
    digest: createHash("sha256").update(token).digest("base64"),
    ours: bearer === null,
  };
}

type Counter = [limit: ApiLimit, what: string];

/** What a call counts for besides its address, once somebody is known behind what it came with. */
function limitsOf(
  { method }: Request,
  { digest, ours }: Credential,
  accountId: string | null,
): Counter[] {
  const changes = !["GET", "HEAD", "OPTIONS"].includes(method);
  return [
    ...(changes
      ? [[ours ? "changes from our own pages" : "changes with a key or token", digest] as Counter]
      : []),
    [ours ? "calls from our own pages" : "calls with a key or token", digest],
    ...(accountId ? [["calls of an account", accountId] as Counter] : []),
  ];
}

/** Spends one after the other, and no further than to one that is used up. */
async function spendOn(standings: Standing[], counters: Counter[]): Promise<void> {
  for (const [limit, what] of counters) {
    if (!standings.at(-1)!.ok) return;
    standings.push(await spend(limit, what));
  }
}

/**
 * The first call of a key or token is counted when it is known whose it is, and so is the first one in another account.
 * Until then it spends the limit of its address alone, so that whoever makes up a key with each call fills nothing else.
 */
function newlyKnown(
  request: Request,
  credential: Credential,
  accountId: string | null,
  known: Actor | undefined,
): Counter[] {
  if (!known) return limitsOf(request, credential, accountId);
  return accountId && accountId !== accountOf(known) ? [["calls of an account", accountId]] : [];
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

const isSomebody = (me: Actor | undefined): me is Actor =>
  me !== undefined && me.kind !== "visitor";

/** Structured fields of draft-ietf-httpapi-ratelimit-headers. */
const policyOf = ({ limit, quota }: Standing) => `"${apiLimits[limit].name}";q=${quota};w=60`;
const standingOf = ({ limit, left, resets }: Standing) =>
  `"${apiLimits[limit].name}";r=${left};t=${resets}`;
