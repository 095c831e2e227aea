import type { IncomingMessage } from "node:http";
import { addressList, isLoopback, type Env } from "@/lib/env";
import { failures } from "@/lib/gate/failure";
import { addressIn, clientAddress, protocolIn } from "./forwarded";

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
  const { host: expectedHost, protocol } = new URL(env.origin);
  const ours = (host: URL | null) =>
    host !== null && (host.host === expectedHost || isLoopback(host.hostname));

  return (request) => {
    if (request.url?.startsWith("/")) request.url = withoutDetours(request.url);
    const host = hostIn(request.headers.host, protocol);
    const client = clientAddress(request, trusted);
    const local = isLocal(request, host, trusted, env);
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
    if (ours(host)) replace(request, "host", expectedHost);
    else if (!isHealth(request.url))
      return {
        status: 421,
        code: "wrong_host",
        says: `This server answers as ${expectedHost} only.`,
      };
    if (hasUnclearLength(request))
      return {
        status: 400,
        code: "bad_request",
        says: "Send the body with its Content-Length, or with Transfer-Encoding: chunked.",
      };
    if (Number(request.headers["content-length"] ?? 0) > longestBody)
      return {
        status: 413,
        code: "too_large",
        says: "A body may be 1 MB long at most. Send less at once.",
      };
    if (/^\/_next\/image(\?|$)/.test(request.url)) return refusedWith("not_found");
    if (!isApi(request.url) && !isSafe(request) && !cameFromOurPages(request, env.origin))
      return refusedWith("wrong_origin");
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
  if (!trusted(addressIn(request.socket.remoteAddress) ?? "")) return edgeIsNamed;
  return protocolIn(request.headers) === "http";
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

/**
 * Whether a program on this very machine asks, for itself: it names this machine, and no proxy stands between. An edge on this machine
 * that is not in `TRUSTED_PROXY` cannot be told from such a program, so behind one nobody is local.
 */
function isLocal(
  { socket, headers }: IncomingMessage,
  host: URL | null,
  trusted: (address: string) => boolean,
  { loopback, trustedProxy }: Env,
): boolean {
  const from = addressIn(socket.remoteAddress) ?? "";
  const passedOn = Object.keys(headers).some((name) =>
    /^(x-forwarded-.*|forwarded|via|x-real-ip)$/.test(name),
  );
  const edgeIsKnown = loopback || trustedProxy.length > 0;
  const named = host !== null && isLoopback(host.hostname);
  return edgeIsKnown && named && !passedOn && isLoopback(from) && !trusted(from);
}

/** The host a request names, compared as origins are: without case, default port and trailing dot. Null where it names none. */
function hostIn(header: string | undefined, protocol: string): URL | null {
  if (!header || !/^[^\s/?#@\\]+$/.test(header)) return null;
  const text = `${protocol}//${header.replace(/\.(?=:\d+$|$)/, "")}`;
  return URL.canParse(text) ? new URL(text) : null;
}

/** The path everything behind the door sees, with `.`, `..` and backslashes resolved as browsers do. */
function withoutDetours(url: string): string {
  const text = `http://door${url}`;
  if (!URL.canParse(text)) return url;
  const { pathname, search } = new URL(text);
  return pathname + search;
}

/** Two lengths, or an encoding nobody here reads: the edge might see another end of the body than we do (request smuggling). */
function hasUnclearLength({ headers }: IncomingMessage): boolean {
  const encoding = headers["transfer-encoding"];
  if (encoding === undefined) return false;
  return headers["content-length"] !== undefined || encoding.trim().toLowerCase() !== "chunked";
}

const isSafe = ({ method = "" }: IncomingMessage) => ["GET", "HEAD", "OPTIONS"].includes(method);

/** Whether a change comes from our own pages; without an `Origin` it does not (ASVS V3.5.1). */
const cameFromOurPages = ({ headers }: IncomingMessage, origin: string) =>
  headers.origin === origin && (headers["sec-fetch-site"] ?? "same-origin") === "same-origin";

const refusedWith = (code: "not_found" | "wrong_origin"): TurnedAway => ({
  code,
  ...failures[code],
});

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

function replace(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders;
  request.rawHeaders = raw.filter((_, index) => raw[index & ~1]?.toLowerCase() !== name);
  set(request, name, value);
}

function set(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  request.rawHeaders.push(name, value);
}
