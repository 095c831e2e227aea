import { Refused } from "./problem";

/** Bytes of the longest body the API reads. */
export const LARGEST_BODY = 256 * 1024;

const none = new Uint8Array(0);

/**
 * Reads the whole body of a call. It is counted while it arrives, so one of unannounced length has the same limit; the server ends a
 * connection that takes too long.
 *
 * @throws Refused `too_large` past the limit, `not_json` when the connection ended before the body did: only the log of calls sees that
 */
export async function receive(request: Request): Promise<Uint8Array> {
  const { headers, method } = request;
  const announced = headers.get("content-length");
  if (Number(announced ?? 0) > LARGEST_BODY) throw new Refused("too_large");
  const chunked = headers.has("transfer-encoding");
  if (method === "GET" || method === "HEAD" || (announced === "0" && !chunked)) return none;
  try {
    // node:http never hands on more than was announced, so that can be read at once.
    if (announced !== null && !chunked) return await allOf(request);
    return await counted(request.body);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("not_json");
  }
}

async function allOf(request: Request): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > LARGEST_BODY) throw new Refused("too_large");
  return bytes;
}

async function counted(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += part.byteLength;
    if (length > LARGEST_BODY) throw new Refused("too_large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
