import type { IncomingHttpHeaders } from "node:http";
import { performance } from "node:perf_hooks";

import { second } from "@/lib/clock";
import { handOver } from "@/lib/egress/hand-over";
import { placesOf, postTo } from "@/lib/egress/post-to";
import type { Message } from "@/lib/webhooks/message";
import type { AttemptOutcome } from "@/lib/webhooks/webhook";
import { before } from "./before";
import { destinationOf, type Guard } from "./destination";
import { excerptOf } from "./excerpt";
import { RefusedUrl } from "./refused-url";
import { addressesOf, resolveName, type Resolve } from "./resolve";

/** One attempt, as it went. */
export type Attempt = {
  outcome: AttemptOutcome;
  /** what the far side answered, when it did */
  status: number | null;
  /** why it failed, in words; null when it was delivered */
  says: string | null;
  /** microseconds */
  duration: number;
  /** what was sent once a connection stood, and so may have arrived */
  bytesOut: number;
  bytesIn: number;
  /** the start of the answer's body, safe to show */
  excerpt: string;
  contentType: string | null;
  /** seconds the far side asks us to wait */
  retryAfter: number | null;
};

export type Limits = { connect: number; total: number; body: number };

/** Three seconds to connect, ten for everything, 64 kB read (T57). */
export const usualLimits: Limits = { connect: 3 * second, total: 10 * second, body: 64 * 1_024 };

/** What is handed in beside the message; the usual when left out. */
export type Circumstances = {
  limits?: Limits;
  resolve?: Resolve;
  /** a certificate to trust instead of the usual authorities */
  trust?: string;
};

export type Sending = { url: string; headers: Record<string, string>; message: Message };

/**
 * Sends one message, once. The address is checked as it is written and as it resolves, the connection goes to an address
 * that was checked, and no redirect is followed, so that nobody reaches through us what they cannot reach themselves
 * (V1.3.6, V15.3.2). Each attempt has a connection of its own: nothing is shared between accounts.
 */
export async function send(
  { url, headers, message }: Sending,
  guard: Guard,
  { limits = usualLimits, resolve = resolveName, trust }: Circumstances = {},
): Promise<Attempt> {
  const began = performance.now();
  const body = Buffer.from(message.body);
  const deadline = AbortSignal.timeout(limits.total);
  let bytesOut = 0;
  try {
    const destination = destinationOf(url, guard);
    const addresses = await before(deadline, addressesOf(destination, guard, resolve));
    const posting = {
      ...{ href: destination.href, addresses, body, limits, trust, signal: deadline },
      headers: { ...headers, "accept-encoding": "identity" },
      connected: () => (bytesOut = body.length),
    };
    return await handOver(message.packed, placesOf(addresses, destination.port), () =>
      postTo(posting, async (answer) => {
        const { read, bytes } = await startOf(answer.body, limits.body);
        return {
          ...judged(answer.statusCode),
          status: answer.statusCode,
          duration: since(began),
          bytesOut,
          bytesIn: bytes,
          excerpt: excerptOf(read),
          contentType: one(answer.headers, "content-type"),
          retryAfter: retryAfterOf(one(answer.headers, "retry-after")),
        };
      }),
    );
  } catch (error) {
    const [outcome, says] = told(error, deadline.aborted, limits);
    return { ...nothing, outcome, says, bytesOut, duration: since(began) };
  }
}

const nothing: Attempt = {
  outcome: "connection",
  status: null,
  says: null,
  duration: 0,
  bytesOut: 0,
  bytesIn: 0,
  excerpt: "",
  contentType: null,
  retryAfter: null,
};

/** Reads no more than `most` bytes of an answer; whatever else is on its way is cut off with the connection. */
async function startOf(
  body: AsyncIterable<Buffer>,
  most: number,
): Promise<{ read: Buffer; bytes: number }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of body) {
      parts.push(part.subarray(0, most - bytes));
      bytes += part.length;
      if (bytes >= most) break;
    }
  } catch {
    // The status has arrived, and that is the answer; the body only shows people what was said.
  }
  return { read: Buffer.concat(parts), bytes: Math.min(bytes, most) };
}

function judged(status: number): Pick<Attempt, "outcome" | "says"> {
  if (status >= 200 && status < 300) return { outcome: "delivered", says: null };
  if (status === 410)
    return { outcome: "gone", says: "It answered 410: it wants no more messages." };
  if (status === 429) return { outcome: "limited", says: "It answered 429: too many messages." };
  if (status >= 300 && status < 400) {
    return {
      outcome: "redirect",
      says: `It answered ${status}. Redirects are not followed; give the address it leads to.`,
    };
  }
  return { outcome: "status", says: `It answered ${status}.` };
}

const certificate =
  /^(CERT_|ERR_TLS|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|ERR_SSL|EPROTO)/;

function told(error: unknown, late: boolean, limits: Limits): [AttemptOutcome, string] {
  if (error instanceof RefusedUrl) return ["refused", error.message];
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  if (late || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT")
    return ["timeout", `It did not answer within ${limits.total / second} seconds.`];
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return ["timeout", `It did not accept a connection within ${limits.connect / second} seconds.`];
  if (certificate.test(code))
    return ["certificate", `Its certificate is not accepted (${code}). Renew it or correct it.`];
  if (syscall === "getaddrinfo") return ["name", "Its name could not be looked up at this moment."];
  return ["connection", `The connection failed${code ? ` (${code})` : ""}.`];
}

const since = (began: number) => Math.round((performance.now() - began) * 1_000);

const one = (headers: IncomingHttpHeaders, name: string): string | null => {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.slice(0, 200) ?? null;
};

/** Seconds or a date (RFC 9110); nonsense counts as nothing. */
function retryAfterOf(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / second));
}
