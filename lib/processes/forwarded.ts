import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";

import parseForwarded from "forwarded-parse";
import ipaddr from "ipaddr.js";

/**
 * The socket's address; behind trusted proxies the last address in the chain that is not one of them. Where an entry cannot be read, the
 * chain ends and the nearest hop stands for everything behind it: an earlier entry may be made up by the client.
 */
export function clientAddress(
  { socket, headers }: IncomingMessage,
  trusted: (address: string) => boolean,
): string {
  const nearest = addressIn(socket.remoteAddress) ?? "";
  if (!trusted(nearest)) return nearest;
  const first = chainIn(headers)
    .map(addressIn)
    .findLast((address) => address === null || !trusted(address));
  return first ?? nearest;
}

/** The protocol the nearest proxy was asked with, where it says. */
export function protocolIn(headers: IncomingHttpHeaders): string | undefined {
  const said = headers["x-forwarded-proto"];
  const last =
    said === undefined
      ? elementsOf(headers.forwarded)?.at(-1)?.proto
      : [said].flat().join(",").split(",").at(-1);
  return last?.trim().toLowerCase();
}

/**
 * An address in its one form, without port, brackets and zone; an IPv4 address as such, also when it arrived through an IPv6 socket. Null
 * for anything else.
 */
export function addressIn(text: string | undefined): string | null {
  const [, bracketed, plain] =
    /^\s*(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+(?=:\d+\s*$)|[^\s[\]]+))(?::\d+)?\s*$/.exec(
      text ?? "",
    ) ?? [];
  const address = (bracketed ?? plain ?? "").replace(/%.*$/, "");
  if (isIP(address) === 0 || (bracketed && isIP(address) === 4)) return null;
  return ipaddr.process(address).toString();
}

/** The addresses proxies have noted, the nearest last. `Forwarded` (RFC 7239) counts where there is no `X-Forwarded-For`. */
function chainIn(headers: IncomingHttpHeaders): (string | undefined)[] {
  const noted = headers["x-forwarded-for"];
  if (noted !== undefined) return [noted].flat().join(",").split(",");
  if (headers.forwarded === undefined) return [];
  return elementsOf(headers.forwarded)?.map((element) => element.for) ?? [undefined];
}

/** Null where it is not well formed. */
function elementsOf(header: string | undefined): Record<string, string | undefined>[] | null {
  try {
    return header === undefined ? [] : parseForwarded(header);
  } catch {
    return null;
  }
}
