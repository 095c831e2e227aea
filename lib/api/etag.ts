import { createHash } from "node:crypto";

/**
 * The strong tag of one object that counts its versions: the version, and a digest of all that is told. `If-Match` looks
 * at the version alone, because what else is told (when someone was last seen) is nobody's edit.
 */
export function etagOf(value: unknown, text: string): string | null {
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version !== "number") return null;
  return `"${version}.${createHash("sha256").update(text).digest("base64url").slice(0, 16)}"`;
}

/** Whether what the client has is what it would get (RFC 9110 §13.1.2, the weak comparison). */
export const isKnown = (etag: string, ifNoneMatch: string | null): boolean =>
  ifNoneMatch !== null &&
  ifNoneMatch
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""))
    .some((one) => one === etag || one === "*");
