import { Agent, buildConnector, type Dispatcher, request } from "undici";

import type { Place } from "./context";

export type Posting = {
  href: string;
  /** the addresses it may be reached at, checked for the name in `href`; they are tried in this order */
  addresses: readonly string[];
  headers: Record<string, string>;
  body: Buffer;
  signal: AbortSignal;
  limits: { connect: number; total: number };
  /** a certificate to trust instead of the usual authorities */
  trust?: string;
  /** told as soon as a connection stands, so that something may arrive from then on */
  connected: () => void;
};

/** Where a message may go: every address of its destination. */
export const placesOf = (addresses: readonly string[], port: number): Place[] =>
  addresses.map((host) => ({ host, port }));

/**
 * Posts a message to one of some addresses, over a connection of its own, and hands the answer to `read` while it is open.
 * Nothing is shared between messages, and no redirect is followed.
 */
export async function postTo<T>(
  { href, addresses, headers, body, signal, limits, trust, connected }: Posting,
  read: (answer: Dispatcher.ResponseData) => Promise<T>,
): Promise<T> {
  const agent = agentTo(addresses, limits, trust, connected);
  try {
    const to = { dispatcher: agent, method: "POST", headers, body, signal } as const;
    return await read(await request(href, to));
  } finally {
    await agent.destroy();
  }
}

/** A client that can only reach the addresses that were checked, under the name they were checked for. */
function agentTo(
  addresses: readonly string[],
  limits: Posting["limits"],
  trust: string | undefined,
  connected: () => void,
): Agent {
  const connect = buildConnector({
    timeout: limits.connect,
    maxCachedSessions: 0,
    allowH2: false,
    ...(trust && { ca: trust }),
  });
  const pinned: buildConnector.connector = (asked, done) => {
    const [address = "", ...others] = addresses;
    const next = (left: string[], to: string) =>
      connect({ ...asked, hostname: to }, (error, socket) => {
        const [another, ...rest] = left;
        if (error && another !== undefined) return next(rest, another);
        if (error) return done(error, null);
        connected();
        done(null, socket);
      });
    next(others.slice(0, 2), address);
  };
  return new Agent({
    connect: pinned,
    pipelining: 0,
    connections: 1,
    maxHeaderSize: 16_384,
    headersTimeout: limits.total,
    bodyTimeout: limits.total,
  });
}
