import { createHash } from "node:crypto";

import { minute } from "@/lib/clock";
import { shared } from "@/lib/runtime";

/** A session at rest this long has ended, so nothing older is worth remembering. */
const REMEMBERED = 30 * minute;

const MOST = 50_000;

/** When the gate last believed a session's token or an API key, by its digest. */
const lastBelieved = () => shared("recognised", () => new Map<string, number>());

const digestOf = (secret: string) => createHash("sha256").update(secret).digest("base64");

/** Notes that the gate has just believed someone with this token or key. */
export function recognise(secret: string): void {
  const known = lastBelieved();
  const digest = digestOf(secret);
  known.delete(digest);
  if (known.size >= MOST) known.delete(known.keys().next().value!);
  known.set(digest, performance.now());
}

/** Notes that a token or key opens nothing any more. */
export function forget(secret: string): void {
  lastBelieved().delete(digestOf(secret));
}

/**
 * Whether this process believed the token or key a short while ago. It decides only how urgent a request is, never what it may do: the
 * gate looks again each time.
 */
export function isRecognised(secret: string | undefined): boolean {
  if (!secret) return false;
  const at = lastBelieved().get(digestOf(secret));
  return at !== undefined && performance.now() - at < REMEMBERED;
}
