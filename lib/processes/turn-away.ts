import type { IncomingMessage, ServerResponse } from "node:http";

import { endExposed } from "@/lib/api/end-exposed";
import { clientIpHeader, methods, type TurnedAway } from "./front-door";

/** Answers what the front door does not let in. What was exposed has ended before whoever sent it is told. */
export async function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, says, location, exposed }: TurnedAway,
): Promise<void> {
  request.resume();
  if (exposed) {
    const id = await endExposed({
      url: request.url ?? "",
      headers: request.headersDistinct,
      ip: String(request.headers[clientIpHeader] ?? ""),
    });
    response.setHeader("x-request-id", id);
  }
  if (status === 405) response.setHeader("allow", methods.join(", "));
  if (location) response.setHeader("location", location);
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ type: "about:blank", title: says, status, code }));
}
