import type { IncomingMessage, ServerResponse } from "node:http";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "hono/utils/cookie";

import { classOf } from "@/lib/api/metrics";
import { second } from "@/lib/clock";
import { failures } from "@/lib/gate/failure";
import { sessionCookie } from "@/lib/gate/from-request";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { COME_AGAIN, inPlace, type RequestClass } from "@/lib/operating/shedding";
import { clientIpHeader } from "./front-door";
import { isLive } from "./returning";
import { hasBody, wholeBody, withBody } from "./whole-body";

type Show = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A client that takes nothing for so long gives its place to somebody else. */
const SLOW = second;

/**
 * Shows a page when there is a place for one of its class. What is sent along is read first, so nobody holds a place while we wait for
 * them; files cost nothing and are always sent.
 *
 * @param isFile whether a path is a file that was built
 */
export function pages(show: Show, isFile: (path: string) => boolean): Show {
  return async (request, response) => {
    const gone = new AbortController();
    const shown = (one: IncomingMessage) =>
      show(one, response).catch((error: unknown) => fail(response, error));
    response.once("close", () => gone.abort());
    const path = new URL(request.url ?? "/", "http://door").pathname;
    if (isFile(path)) return observed("file", response, () => shown(request));
    const whole = hasBody(request) ? await received(request, response) : request;
    if (!whole) return;
    const kind = await classOfPage(path, whole);
    const placed = await inPlace(kind, gone.signal, (leave) => {
      whenSlow(response, leave);
      return observed("page", response, () => shown(whole));
    });
    if ("refused" in placed && placed.refused === "full") tooMuch(response);
  };
}

/** The files of the pages as they were built; nothing else is sent without a place. */
export async function builtFiles(): Promise<(path: string) => boolean> {
  const found = await readdir(join(process.cwd(), ".next", "static"), {
    recursive: true,
    withFileTypes: true,
  });
  const root = join(process.cwd(), ".next");
  const files = new Set(
    found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `/_next${join(parentPath, name).slice(root.length)}`),
  );
  return (path) => {
    try {
      return path.startsWith("/_next/static/") && files.has(decodeURIComponent(path));
    } catch {
      return false;
    }
  };
}

/** While pages follow their sources, nobody knows what there is. */
export const isDeveloped = (path: string): boolean => path.startsWith("/_next/");

/** The request with its whole body; null where it was refused or its client hung up. */
async function received(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<IncomingMessage | null> {
  const body = await wholeBody(request);
  if (body instanceof Buffer) return withBody(request, body);
  request.resume();
  if (body === "too_large")
    refuse(response, 413, "This is too much at once. Send at most 256 kB.", {
      connection: "close",
    });
  return null;
}

/** Signing in comes first, then what people change; pages of strangers come last. A made-up cookie does not make anyone known. */
async function classOfPage(
  path: string,
  { method, headers }: IncomingMessage,
): Promise<RequestClass> {
  if (path === "/sign-in") return "sign-in";
  const token = parse(headers.cookie ?? "", sessionCookie())[sessionCookie()];
  if (!token || !(await isLive(token, String(headers[clientIpHeader] ?? ""))))
    return "anonymous page";
  return method === "POST" ? "write" : "page";
}

/** Gives the place back while only the client is waited for. */
function whenSlow(response: ServerResponse, leave: () => void): void {
  let waiting: NodeJS.Timeout | undefined;
  const wait = () => (waiting ??= setTimeout(leave, SLOW).unref());
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const write = response.write.bind(response) as (...sent: unknown[]) => boolean;
  const end = response.end.bind(response) as (...sent: unknown[]) => ServerResponse;
  response.write = (...sent: unknown[]) => {
    const taken = write(...sent);
    if (!taken) wait();
    return taken;
  };
  response.end = (...sent: unknown[]) => {
    wait();
    return end(...sent);
  };
  response.on("drain", stop).once("close", stop);
}

async function observed(
  operation: "file" | "page",
  response: ServerResponse,
  work: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    const took = (performance.now() - startedAt) / 1_000;
    metrics().requests.observe({ operation, class: classOf(response.statusCode) }, took);
  }
}

/** A page that fails ends its own request and nothing else; one whose client hung up is nobody's fault. */
function fail(response: ServerResponse, error: unknown): void {
  if (!response.destroyed) log.error({ err: error }, "a page failed");
  if (response.headersSent) response.destroy();
  else refuse(response, 500, failures.internal.says, {});
}

/** Words for people, since it is a page they asked for. */
const tooMuch = (response: ServerResponse) =>
  refuse(response, 503, failures.busy.says, { "retry-after": String(COME_AGAIN) });

function refuse(
  response: ServerResponse,
  status: number,
  says: string,
  headers: Record<string, string>,
): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(`${says}\n`);
}
