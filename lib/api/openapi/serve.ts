import { shared } from "@/lib/runtime";
import type { Call } from "@/lib/api/call";
import { openApi } from "./document";

const written = () => shared("openapi", () => JSON.stringify(openApi()));

/** `GET /openapi.json`: the description of the API, for everyone. */
export function serveOpenApi(call: Call): Response {
  const text = written();
  call.bytesOut = Buffer.byteLength(text);
  return new Response(text, {
    headers: {
      "content-type": "application/json",
      "cache-control": "no-cache",
      "x-request-id": call.info.id,
    },
  });
}
