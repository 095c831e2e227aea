import { KEY_PREFIX } from "@/lib/api-keys/token";
import type { Actor } from "@/lib/policy/actor";
import { mayAsk } from "@/lib/policy/policy";
import { type Scope, scopeFor } from "@/lib/policy/scopes";
import type { Call } from "./call";
import type { ProblemCode } from "./problem";

/** What a refused credential is told beyond the code: the challenge of RFC 6750, and a sentence for who reads it. */
export type Challenge = { header?: string; detail?: string };

const challenge = (...parts: string[]) => `Bearer ${['realm="castellan"', ...parts].join(", ")}`;

/** How a refusal for want of the right credential is answered, by what the call came with. */
export function challengeOf(call: Call, code: ProblemCode, status: number): Challenge {
  if (status === 401) return unauthorized(call, code);
  const me = call.info.caller;
  return code === "forbidden" && me?.kind === "key" ? keyForbidden(call, me) : {};
}

function unauthorized({ credential, info }: Call, code: ProblemCode): Challenge {
  const header = credential === null ? challenge() : challenge('error="invalid_token"');
  if (code !== "unauthenticated" || info.source === "panel") return { header };
  const detail =
    credential === null
      ? "This call needs an access token. Send `Authorization: Bearer …` with an API key or a session token."
      : credential.startsWith(KEY_PREFIX)
        ? "This API key is unknown, has expired or was revoked. Create a new one under Developers."
        : "This access token is invalid or has expired. Sign in again with `POST /sessions`, or send an API key.";
  return { header, detail };
}

/** A key that cannot: for want of a scope, because no key can, or because the person who created it cannot. */
function keyForbidden({ operation }: Call, me: Extract<Actor, { kind: "key" }>): Challenge {
  const reads = operation !== null && Object.hasOwn(mayAsk, operation);
  const scope = operation === null ? null : scopeFor(operation, reads ? "read" : "write");
  if (scope === null)
    return { detail: "No API key can do this. Sign in as a person, and use the session token." };
  if (!me.scopes.includes(scope)) return lacking(scope, "This key lacks the scope");
  const above = scopeFor(operation!, reads ? "read" : "write", "administrator");
  if (above !== null && !me.scopes.includes(above))
    return lacking(above, "For anybody above user, this key lacks the scope");
  return { detail: "The person who created this key is not allowed to do this to this object." };
}

const lacking = (scope: Scope, says: string): Challenge => ({
  header: challenge('error="insufficient_scope"', `scope="${scope}"`),
  detail: `${says} ${scope}. Create a key that has it under Developers, or ask an owner or administrator of the account.`,
});
