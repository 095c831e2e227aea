import { revokeExposedKey } from "@/lib/api-keys/revoke-exposed-key";
import { isKey } from "@/lib/api-keys/token";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { jobClaim, type RequestInfo } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionCookie } from "@/lib/gate/from-request";
import { addressBlock, within } from "@/lib/limits/limits";
import { hashToken } from "@/lib/links/token";
import { log } from "@/lib/log";
import { endExposedSession } from "@/lib/sessions/end-exposed-session";

/** A request that crossed a network without encryption. */
export type Exposed = {
  url: string;
  headers: Record<string, string[] | undefined>;
  request: RequestInfo;
};

/** More than one request could hold by accident. */
const MOST = 5;

/**
 * Ends every key and session a request carried in the clear, wherever it stands in it, and tells the people whose they are
 * (P27). A stranger may make them up, so past a limit of its own an address block causes no more look-ups.
 */
export async function endExposed({ url, headers, request }: Exposed): Promise<void> {
  try {
    const text = [url, ...Object.values(headers).flat()].join("\n");
    const keys = keysIn(text);
    const tokens = tokensIn(headers);
    if (!keys.length && !tokens.length) return;
    const { ok } = await within("exposed calls from an address block", addressBlock(request.ip));
    if (!ok) return;
    for (const key of keys) await endKey(key, request);
    for (const token of tokens) await endSession(token, request);
  } catch (error) {
    log.error({ err: error, requestId: request.id }, "what was sent in the clear was not ended");
  }
}

const keysIn = (text: string) =>
  [...new Set(text.match(/castellan_[\w-]{51}/g) ?? [])].filter(isKey).slice(0, MOST);

async function endKey(key: string, request: RequestInfo): Promise<void> {
  const [owner] = await inTransaction((db) =>
    call<{ account_id: string; key_id: string }>(db, "key_of", hashToken("api-key", key)),
  );
  if (!owner) return;
  const { account_id: accountId, key_id: keyId } = owner;
  const outcome = await execute(revokeExposedKey, jobClaim(accountId, request), { keyId });
  insist(outcome, "key_ended");
  const userId = outcome.ok && outcome.value.holderId;
  // The account finds the refused call among those of the key.
  if (userId) {
    const holder = { kind: "user", userId, role: "user" } as const;
    request.caller = { kind: "key", keyId, accountId, name: "", scopes: [], holder };
  }
}

/** What stands where a session's token would: behind `Bearer`, and in our cookie. */
function tokensIn({ authorization = [], cookie = [] }: Exposed["headers"]): string[] {
  const bearers = authorization.map((one) => /^bearer\s+([\w-]{20,200})$/i.exec(one)?.[1]);
  const cookies = cookie
    .flatMap((one) => one.split(";"))
    .map((one) => one.trim().split("="))
    .map(([name, value]) => (name === sessionCookie() ? value : undefined));
  return [...new Set([...bearers, ...cookies])]
    .filter((token) => token !== undefined && !isKey(token))
    .slice(0, MOST) as string[];
}

async function endSession(token: string, request: RequestInfo): Promise<void> {
  insist(await execute(endExposedSession, jobClaim(null, request), { token }), "not_found");
}

/** Someone else was faster, or it opened nothing: then there is nothing to end. */
function insist(outcome: { ok: boolean; code?: string }, nothing: string): void {
  if (!outcome.ok && outcome.code !== nothing) throw new Error(`refused with ${outcome.code}`);
}
