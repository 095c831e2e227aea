import ipaddr from "ipaddr.js";

import type { Allowed } from "@/lib/env";
import { isInNetwork, isLoopbackAddress, isPublicAddress } from "./public-address";
import { RefusedUrl } from "./refused-url";

/** What the operator lets messages be sent to beyond the public internet. */
export type Guard = {
  /** the installation itself is on this machine only, so messages may go to this machine, in the clear */
  loopback: boolean;
  allowed: Allowed[];
};

/** Where a message goes, parsed once. Everything after relies on this and never on the text again. */
export type Destination = {
  href: string;
  /** as the certificate and the `Host` header have it; an IPv6 address without brackets */
  host: string;
  port: number;
  path: string;
  encrypted: boolean;
  /** the operator allows this host by its name, whatever it resolves to */
  named: boolean;
};

const PORTS = [443, 8443];

/** Reads an address as the far side of a webhook, or refuses it with the reason (V1.3.6). */
export function destinationOf(text: string, guard: Guard): Destination {
  if (text.length > 2_000) throw new RefusedUrl("too_long");
  // A URL parser drops tabs and turns backslashes around; whoever means well has neither.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0020\u007F-\u00A0\\\u00AD\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/.test(text))
    throw new RefusedUrl("spelling");
  if (!URL.canParse(text)) throw new RefusedUrl("not_an_address");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new RefusedUrl("scheme");
  if (/^[a-z]+:\/*[^/?#]*@/i.test(text)) throw new RefusedUrl("userinfo");
  if (text.includes("#")) throw new RefusedUrl("fragment");

  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host.endsWith(".")) throw new RefusedUrl("trailing_dot");
  const encrypted = url.protocol === "https:";
  const port = Number(url.port) || (encrypted ? 443 : 80);
  const destination = {
    href: url.href,
    host,
    port,
    path: `${url.pathname}${url.search}`,
    encrypted,
    named: guard.allowed.some((one) => "host" in one && one.host === host && fits(one.port, port)),
  };
  if (destination.named) return destination;
  if (ipaddr.isValid(host)) insistOnAddress(destination, host, guard);
  else if (isInside(host) && !(guard.loopback && isThisMachine(host))) throw new RefusedUrl("host");
  else if (!mayBeListed(guard, port)) insistOnInternet(destination);
  return destination;
}

/**
 * Refuses an address behind a destination: the literal in it, or one a name resolved to. A loopback installation may
 * call itself; the operator's list opens networks; everything else must be public, encrypted and on a usual port.
 */
export function insistOnAddress(destination: Destination, address: string, guard: Guard): void {
  if (destination.named) return;
  if (guard.loopback && isLoopbackAddress(address)) return;
  const listed = guard.allowed.some(
    (one) =>
      "network" in one && fits(one.port, destination.port) && isInNetwork(address, one.network),
  );
  if (listed) return;
  if (!isPublicAddress(address)) throw new RefusedUrl("address");
  insistOnInternet(destination);
}

function insistOnInternet({ encrypted, port }: Destination): void {
  if (!encrypted) throw new RefusedUrl("scheme");
  if (!PORTS.includes(port)) throw new RefusedUrl("port");
}

/** A name may lead into a network the operator allows; only its addresses tell. */
const mayBeListed = ({ loopback, allowed }: Guard, port: number) =>
  loopback || allowed.some((one) => "network" in one && fits(one.port, port));

const fits = (listed: number | null, port: number) => listed === null || listed === port;

const isThisMachine = (host: string) => host === "localhost" || host.endsWith(".localhost");

/** Names that never mean a host on the internet (RFC 6761, 6762, 8375 and what clouds and routers use). */
const isInside = (host: string) =>
  !host.includes(".") ||
  /\.(localhost|local|localdomain|internal|intranet|lan|home|corp|private|test|example|invalid|onion|arpa)$/.test(
    host,
  );
