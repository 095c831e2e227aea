import { createServer, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi } from "@/lib/api/api";
import { answered } from "@/lib/api/metrics";
import { readEnv } from "@/lib/env";
import { observeProcess } from "@/lib/metrics";
import { callLog } from "@/lib/traffic/call-log";
import { runProcess } from "./child";
import { clientIpHeader, frontDoor, isApi, localHeader } from "./front-door";
import { listenAt } from "./listening";
import { turnAway } from "./turn-away";

await runProcess(async () => {
  const env = readEnv(process.env);
  const development = process.env.NODE_ENV === "development";
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 20_000,
    connectionsCheckingInterval: 5_000,
  });
  server.maxHeadersCount = 100;

  const panel = next({
    dev: development,
    hostname: env.host,
    port: env.port,
    ...(development && { httpServer: server }),
  });
  await panel.prepare();
  const showPage = panel.getRequestHandler();
  const calls = callLog();
  observeProcess();
  const api = createApi(answered);
  const answerCall = getRequestListener(
    (request) =>
      api(request, {
        ip: request.headers.get(clientIpHeader) ?? "",
        local: request.headers.has(localHeader),
      }),
    { overrideGlobalObjects: false },
  );
  const admit = frontDoor(env);

  let draining = false;
  server.on("request", (request, response) => {
    const turnedAway = admit(request);
    if (draining) response.setHeader("connection", "close");
    protect(response, env.secure && !turnedAway?.exposed);
    if (turnedAway || !isPage(request.url ?? ""))
      response.setHeader("content-security-policy", closed);
    if (turnedAway) void turnAway(request, response, turnedAway, answered);
    else if (isApi(request.url ?? "")) void answerCall(request, response);
    else void showPage(request, response);
  });
  await listenAt(server, env);

  return {
    async stop() {
      // the browser's channel for changed sources never ends by itself
      if (development) return;
      draining = true;
      const closed = new Promise<void>((done) => server.close(() => done()));
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      setTimeout(() => server.closeAllConnections(), 20_000).unref();
      await closed;
      clearInterval(sweep);
      await calls.stop();
      await panel.close();
    },
  };
});

/** Pages bring a policy with a nonce of their own; nothing else may do anything, even when opened as a page. */
const closed = "default-src 'none'; frame-ancestors 'none'";

function isPage(url: string): boolean {
  return !isApi(url) && !url.startsWith("/_next/");
}

/** What every answer says to browsers, also files and refusals. */
function protect(response: ServerResponse, secure: boolean): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  if (secure)
    response.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
}
