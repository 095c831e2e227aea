import { IncomingMessage } from "node:http";

/** Bytes of the longest body a page reads, as `serverActions.bodySizeLimit` in `next.config.ts` has it. */
const LARGEST = 256 * 1024;

export const hasBody = ({ method, headers }: IncomingMessage): boolean =>
  method !== "GET" &&
  method !== "HEAD" &&
  (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0);

/** Reads what is sent, counted while it arrives. The server ends a connection that takes too long. */
export async function wholeBody(
  request: IncomingMessage,
): Promise<Buffer | "too_large" | "cut_off"> {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST) return "too_large";
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > LARGEST) return "too_large";
      parts.push(part);
    }
  } catch {
    return "cut_off";
  }
  return request.complete ? Buffer.concat(parts) : "cut_off";
}

/** The same request with a body that has arrived already. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const headers: IncomingMessage["headers"] = {
    ...request.headers,
    "content-length": String(body.length),
  };
  delete headers["transfer-encoding"];
  const raw = request.rawHeaders;
  const rawHeaders = raw.filter(
    (_, index) => !/^(transfer-encoding|content-length)$/i.test(raw[index & ~1] ?? ""),
  );
  const whole = Object.assign(new IncomingMessage(request.socket), {
    ...{ method, url, httpVersion, httpVersionMajor, httpVersionMinor, headers },
    rawHeaders: [...rawHeaders, "content-length", String(body.length)],
    complete: true,
  });
  whole.push(body);
  whole.push(null);
  return whole;
}
