import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { addressList, isLoopback, type Env } from "@/lib/env";

/** Bytes of the longest body anything of ours reads. */
const longestBody = 1_048_576;

/** The header in which everything behind the door finds the client's address; clients cannot set it. */
export const clientIpHeader = "x-castellan-client-ip";

/** Set where a program on this very machine asks, and no proxy for somebody else; clients cannot set it. */
export const localHeader = "x-castellan-local";

/** The methods anything of ours answers to. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export type TurnedAway = {
  status: number;
  code: string;
  says: string;
  /** where the same page is reached with TLS */
  location?: string;
  /** it crossed a network in the clear: whatever it opens has to end (P27) */
  exposed?: true;
};

/**
 * Decides on every request before anything else reads it: refuses what no part of the product understands, and
 * replaces whatever a client claims about addresses by what is known. Only proxies in `TRUSTED_PROXY` are believed,
 * and of them only the address they saw.
 *
 * @returns the function to call for each request; null lets it in
 */
export function frontDoor(env: Env): (request: IncomingMessage) => TurnedAway | null {
  const trusted = addressList(env.trustedProxy);
  const expectedHost = new URL(env.origin).host;
  const ours = (host: string) => host === expectedHost || isLoopback(host.replace(/:\d+$/, ""));

  return (request) => {
    const client = clientAddress(request, trusted);
    const local = isLocal(request);
    const inTheClear = env.secure && cameInTheClear(request, trusted, env.trustedProxy.length > 0);
    removeClaims(request);
    if (local) set(request, localHeader, "yes");
    set(request, "x-forwarded-for", client);
    set(request, "x-forwarded-proto", env.secure && !inTheClear ? "https" : "http");
    set(request, clientIpHeader, client);

    const harmless = local ? isForOperators : isHealth;
    if (inTheClear && !harmless(request.url ?? "")) return withoutTls(request.url ?? "", env);
    if (!methods.includes(request.method ?? ""))
      return {
        status: 405,
        code: "method_not_allowed",
        says: `${request.method} is not used here.`,
      };
    if (!request.url?.startsWith("/"))
      return { status: 400, code: "bad_request", says: "Ask for a path of this server." };
    if (!isHealth(request.url) && !ours(request.headers.host?.toLowerCase() ?? ""))
      return {
        status: 421,
        code: "wrong_host",
        says: `This server answers as ${expectedHost} only.`,
      };
    if (request.headers["transfer-encoding"] !== undefined)
      return {
        status: 411,
        code: "length_required",
        says: "Send the body with its Content-Length.",
      };
    if (Number(request.headers["content-length"] ?? 0) > longestBody)
      return {
        status: 413,
        code: "too_large",
        says: "A body may be 1 MB long at most. Send less at once.",
      };
    return null;
  };
}

/**
 * Whether a request crossed the network without TLS: the edge says so, or it came past the edge. Nobody else is believed.
 * Where no edge is named, one cannot be told from the other.
 */
function cameInTheClear(
  request: IncomingMessage,
  trusted: (address: string) => boolean,
  edgeIsNamed: boolean,
): boolean {
  if (!trusted(plain(request.socket.remoteAddress ?? ""))) return edgeIsNamed;
  const said = [request.headers["x-forwarded-proto"] ?? []].flat().join(",").split(",");
  return said.at(-1)!.trim().toLowerCase() === "http";
}

/** Pages lead to their address with TLS. Calls never do: whoever sends a key in the clear has to notice at once. */
function withoutTls(url: string, { origin }: Env): TurnedAway {
  if (url.startsWith("/") && !/^\/api([/?]|$)/.test(url))
    return {
      status: 308,
      code: "tls_required",
      says: "This page is reached with https.",
      location: `${origin}${url}`,
      exposed: true,
    };
  return {
    status: 403,
    code: "tls_required",
    says: "Use https. What was sent just now may have been read on its way, so a key or token in it works no more.",
    exposed: true,
  };
}

/** Tells whether the REST handler answers, and not the pages. */
export function isApi(url: string): boolean {
  return isForOperators(url) || /^\/api\/v1([/?]|$)/.test(url);
}

/** Tells whether a request is a call of the API, which is logged, whatever becomes of it. */
export const isCall = (url: string): boolean => isApi(url) && !isForOperators(url);

/** Health and metrics. */
const isForOperators = (url: string): boolean => /^\/api\/(health|metrics)(\?|$)/.test(url);

function isHealth(url: string): boolean {
  return /^\/api\/health(\?|$)/.test(url);
}

/** Whether a program on this very machine asks, and no proxy for somebody else. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const passedOn = Object.keys(headers).some((name) =>
    /^(x-forwarded-.*|forwarded|via|x-real-ip)$/.test(name),
  );
  return !passedOn && isLoopback(plain(socket.remoteAddress ?? ""));
}

/** The socket's address; behind trusted proxies the last address in the chain that is not one of them. */
function clientAddress(request: IncomingMessage, trusted: (address: string) => boolean): string {
  const nearest = plain(request.socket.remoteAddress ?? "");
  if (!trusted(nearest)) return nearest;
  const chain = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",").map(plain);
  return chain.findLast((address) => isIP(address) !== 0 && !trusted(address)) ?? nearest;
}

/** An IPv4 address as such, also when it arrived through an IPv6 socket. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, "");
}

/** Names of headers with which a client could claim to be another, or to have been let through already. */
const claims =
  /^(x-forwarded-.*|forwarded|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-castellan-.*|x-middleware-.*|x-nonce|x-http-method.*|x-method-override)$/;

/** `headers` is what Next reads, `rawHeaders` what becomes the web-standard request. */
function removeClaims(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers))
    if (claims.test(name)) delete request.headers[name];
  const raw = request.rawHeaders;
  request.rawHeaders = raw.filter((_, index) => !claims.test(raw[index & ~1]?.toLowerCase() ?? ""));
}

function set(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}
