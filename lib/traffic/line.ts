import { createHash, createHmac } from "node:crypto";

import type { Call } from "@/lib/api/call";
import { NOBODY } from "@/lib/db/schema/traffic";
import { readEnv } from "@/lib/env";
import { actorIdOf, standingOf } from "@/lib/policy/actor";
import { shared } from "@/lib/runtime";
import { originOf } from "@/lib/sessions/origin";
import { knownVault } from "@/lib/vault/vaults";
import { type RootKey, rootKeys } from "@/lib/vault/root-key";
import { openBytes, sealBytes } from "@/lib/vault/seal";

/** One call on its way into the database, as a line of the spool has it. Nothing in it is personal in the clear. */
export type CallLine = {
  accountId: string;
  at: string;
  requestId: string;
  actorKind: string;
  actorId: string | null;
  keyId: string | null;
  source: "panel" | "api";
  method: string;
  route: string;
  operation: string | null;
  status: number;
  code: string | null;
  /** microseconds */
  duration: number;
  bytesIn: number;
  bytesOut: number;
  /** base64 */
  origin: string | null;
  /** the root key whose spool key sealed the origin; null where it is sealed for its account already */
  sealedBy: string | null;
  /** base64 */
  idempotencyHash: string | null;
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export const originPlace = (requestId: string) => ({
  table: "api_calls",
  column: "origin",
  row: requestId,
});

/** What is kept of a call and its answer (P36): never a query string, a body, a token, a cookie or the address itself. */
export function lineOf(call: Call, status: number): CallLine {
  const { info, route, operation, code, bytesIn, bytesOut, idempotencyKey } = call;
  const me = info.caller;
  const accountId = me && "accountId" in me && me.accountId ? me.accountId : NOBODY;
  return {
    accountId,
    at: call.at.toISOString(),
    requestId: info.id,
    actorKind: me?.kind ?? "visitor",
    actorId: (me && (standingOf(me)?.userId ?? actorIdOf(me))) ?? null,
    keyId: me?.kind === "key" ? me.keyId : null,
    source: info.source === "panel" ? "panel" : "api",
    method: METHODS.includes(call.method) ? call.method : "OTHER",
    route: route ?? "unknown",
    operation,
    status,
    code,
    duration: Math.round((performance.now() - call.startedAt) * 1_000),
    bytesIn,
    bytesOut,
    ...sealedOrigin(accountId, info),
    idempotencyHash: idempotencyKey
      ? createHash("sha256").update(`castellan idempotency:${idempotencyKey}`).digest("base64")
      : null,
  };
}

/** Sealed for the account at once where its key is at hand, else for the spool until the line is stored. */
function sealedOrigin(accountId: string, info: Call["info"]) {
  const origin = originOf(info);
  if (!origin) return { origin: null, sealedBy: null };
  const vault = accountId === NOBODY ? null : knownVault(`account:${accountId}`);
  const place = originPlace(info.id);
  if (vault) return { origin: vault.sealJson(place, origin).toString("base64"), sealedBy: null };
  const [root] = spoolKeys();
  if (!root) return { origin: null, sealedBy: null };
  const plain = Buffer.from(JSON.stringify(origin));
  return {
    origin: sealBytes(root.key, 0, SPOOL, place, plain).toString("base64"),
    sealedBy: root.id,
  };
}

/** Opens what `sealedOrigin` sealed for the spool; null when its root key is gone. */
export function openSpooled({ origin, sealedBy, requestId }: CallLine): string | null {
  const root = spoolKeys().find(({ id }) => id === sealedBy);
  if (!origin || !root) return null;
  return openBytes(
    () => root.key,
    SPOOL,
    originPlace(requestId),
    Buffer.from(origin, "base64"),
  ).toString();
}

const SPOOL = "castellan spool";

/** Keys for what lies in the spool, one for each root key at hand; read anew each minute, since root keys rotate. */
function spoolKeys(): RootKey[] {
  const held = shared<{ keys: RootKey[]; readAt: number }>("spool-keys", () => ({
    keys: [],
    readAt: 0,
  }));
  if (performance.now() - held.readAt > 60_000 || !held.keys.length) {
    held.readAt = performance.now();
    held.keys = rootKeys(readEnv(process.env)).map(({ id, key }) => ({
      id,
      key: createHmac("sha256", key).update(SPOOL).digest(),
    }));
  }
  return held.keys;
}
