import type { IncomingMessage, ServerResponse } from "node:http";

import { endExposed } from "@/lib/api/end-exposed";
import { type Answered, newCall } from "@/lib/api/call";
import { newRequestId, type RequestInfo } from "@/lib/gate/claim";
import { clientIpHeader, isCall, methods, type TurnedAway } from "./front-door";

/** Answers what the front door does not let in. What was exposed has ended before whoever sent it is told. */
export async function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code, says, location, exposed }: TurnedAway,
  answered: Answered,
): Promise<void> {
  request.resume();
  const url = request.url ?? "";
  const ip = String(request.headers[clientIpHeader] ?? "");
  const userAgent = request.headers["user-agent"] ?? null;
  const info: RequestInfo = { id: newRequestId(), source: "api", ip: ip || null, userAgent };
  const call = { ...newCall(info, request.method ?? ""), code };
  if (exposed) await endExposed({ url, headers: request.headersDistinct, request: info });
  response.setHeader("x-request-id", info.id);
  if (status === 405) response.setHeader("allow", methods.join(", "));
  if (isCall(url)) answered(call, { status });
  if (location) response.setHeader("location", location);
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ type: "about:blank", title: says, status, code }));
}
