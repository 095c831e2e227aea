import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

import { shared } from "@/lib/runtime";
import { blocked } from "./blocked";
import type { Place } from "./context";
import { addressesOnErrand, mayConnect, mayLookUp } from "./ways";

/**
 * Keeps this process off the network, from now on (P44): a connection goes through on an errand of the gateway to the addresses
 * of the places it named, to the database, or over a socket of this machine's file system. Everything else, loopback included, throws and
 * raises the alarm. What Node.js and its packages offer for going out, in whatever dress (http, https, http2, tls, fetch,
 * undici, web sockets), connects in one of the few ways that are watched here.
 */
export const stayInside = (): true => shared("egress-guard", watch);

function watch(): true {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the socket it was asked of
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function watched(this: net.Socket, ...asked: unknown[]) {
    const to = placeAsked(asked);
    const addresses = to && addressesOnErrand(to);
    if (addresses) return Reflect.apply(connect, this, pinned(asked, addresses)) as net.Socket;
    if (to && !mayConnect(to)) throw blocked({ reason: "place", whom: `${to.host}:${to.port}` });
    return Reflect.apply(connect, this, asked) as net.Socket;
  };

  for (const name of ["send", "connect"] as const) {
    dgram.Socket.prototype[name] = function watched(...asked: unknown[]): never {
      const where = asked.filter((one) => ["string", "number"].includes(typeof one)).join(" ");
      throw blocked({ reason: "place", whom: `udp ${where}` });
    };
  }

  for (const asker of [dns, dns.Resolver.prototype]) watchNames(asker, false);
  for (const asker of [dns.promises, dns.promises.Resolver.prototype]) watchNames(asker, true);
  syncBuiltinESMExports();
  return true;
}

/** Where a socket is to connect to; null for a path in the file system. The ways to ask are those of `net.connect`. */
function placeAsked([first, second]: unknown[]): Place | null {
  const options = Array.isArray(first) ? (first[0] as unknown) : first;
  if (typeof options === "object" && options !== null) {
    const { path, host, port } = options as { path?: string; host?: string; port?: unknown };
    return path ? null : { host: host || "localhost", port: Number(port) };
  }
  if (typeof options === "string" && !/^\d+$/.test(options)) return null;
  return { host: typeof second === "string" ? second : "localhost", port: Number(options) };
}

/** The same connection, whose name means the addresses of the errand and is not resolved again. */
function pinned([first, second, ...more]: unknown[], addresses: readonly string[]): unknown[] {
  const lookup = answering(addresses);
  if (Array.isArray(first)) {
    // Node.js marks what it has sorted out itself, so the list has to stay the same one.
    first[0] = { ...(first[0] as object), lookup };
    return [first, second, ...more];
  }
  if (typeof first === "object") return [{ ...first, lookup }, second, ...more];
  return [{ port: first, host: second, lookup }, ...more];
}

const answering =
  (addresses: readonly string[]): net.LookupFunction =>
  (host, { all, family }, done) => {
    const found = addresses
      .map((address) => ({ address, family: net.isIP(address) }))
      .filter((one) => ![4, 6].includes(Number(family)) || one.family === Number(family));
    const [one] = found;
    if (!one) done(Object.assign(new Error(`no address for ${host}`), { code: "ENOTFOUND" }), "");
    else if (all) done(null, found);
    else done(null, one.address, one.family);
  };

const asking = /^(lookup|lookupService|resolve\w*|reverse)$/;

/** Names are asked of servers outside, so they may be asked only on the way to somewhere. */
function watchNames(asker: object, promised: boolean): void {
  const methods = asker as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(asker).filter((one) => asking.test(one))) {
    const ask = methods[name];
    if (typeof ask !== "function") continue;
    methods[name] = function watched(this: unknown, asked: unknown, ...more: unknown[]) {
      if (mayLookUp(asked)) return Reflect.apply(ask, this, [asked, ...more]) as unknown;
      const error = blocked({ reason: "place", whom: `the name ${String(asked)}` });
      if (promised) return Promise.reject(error);
      throw error;
    };
  }
}
