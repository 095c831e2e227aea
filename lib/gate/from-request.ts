import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import type { EventSource } from "@/lib/activity/event";
import { type Claim, newRequestId, type RequestInfo } from "./claim";

const env = () => shared("env", () => readEnv(process.env));

/** The address people type. */
export const ownOrigin = () => env().origin;

/** The cookie that names a session. `__Host-` ties it to this origin and to TLS (ASVS V3.3.3). */
export const sessionCookie = () =>
  env().secure ? "__Host-castellan-session" : "castellan-session";

/** The cookie by which a browser is known to have signed in before. */
export const deviceCookie = () => (env().secure ? "__Host-castellan-device" : "castellan-device");

/** Where a request came from. The address is the one our own server saw; it overwrites what clients claim. */
export function requestInfo(headers: Headers, source: EventSource): RequestInfo {
  return {
    id: newRequestId(),
    source,
    ip: headers.get("x-castellan-client-ip") || null,
    userAgent: headers.get("user-agent"),
  };
}

export const sessionClaim = (token: string | undefined, request: RequestInfo): Claim =>
  token ? { kind: "session", token, request } : { kind: "visitor", request };

/**
 * The claim of a browser's cookie. A cookie is shared by all tabs, so it holds only for the page that asks.
 *
 * @param page what the page says it was drawn for; a page that does not say is refused
 */
export function cookieClaim(
  token: string | undefined,
  request: RequestInfo,
  page: string | null,
): Claim {
  const claim = sessionClaim(token, request);
  return claim.kind === "session" ? { ...claim, page: page ?? "" } : claim;
}

/** Whether a change comes from our own pages. A missing `Origin` is refused (ASVS V3.5.1). */
export const fromOurPages = (headers: Headers) =>
  headers.get("origin") === env().origin &&
  (headers.get("sec-fetch-site") ?? "same-origin") === "same-origin";
