import type { ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi } from "@/lib/api/api";
import { answered } from "@/lib/api/metrics";
import { startTracing } from "@/lib/egress/traces";
import { letThrough } from "@/lib/egress/ways";
import { readEnv } from "@/lib/env";
import { refuseAtStart } from "@/lib/environment/refuse-at-start";
import { observeProcess } from "@/lib/metrics";
import { keepForgetting } from "@/lib/purge/forget-gone";
import { callLog } from "@/lib/traffic/call-log";
import { runProcess } from "./child";
import { clientIpHeader, frontDoor, isApi, localHeader } from "./front-door";
import { httpServer } from "./http-server";
import { listenAt } from "./listening";
import { keepInside } from "./keep-inside";
import { builtFiles, isDeveloped, pages } from "./pages";
import { turnAway } from "./turn-away";

await runProcess(async () => {
  keepInside();
  const env = readEnv(process.env);
  const { CASTELLAN_APP_DATABASE_URL: appUrl } = process.env;
  if (appUrl) await refuseAtStart(appUrl, env);
  const development = process.env.NODE_ENV === "development";
  const server = httpServer();

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
  const endTracing = await startTracing();
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
  const visit = pages(showPage, development ? isDeveloped : await builtFiles());

  let draining = false;
  server.on("request", (request, response) => {
    const turnedAway = admit(request);
    if (draining) response.setHeader("connection", "close");
    protect(response, env.secure && !turnedAway?.exposed);
    if (turnedAway) void turnAway(request, response, turnedAway, answered);
    else if (isApi(request.url ?? "")) void answerCall(request, response);
    else void visit(request, response);
  });
  const forgetting = keepForgetting();
  await listenAt(server, env);
  // After an action that leads elsewhere, Next fetches the page there from ourselves, to send it along.
  for (const host of ["localhost", "127.0.0.1", "::1"]) letThrough({ host, port: env.port });

  return {
    async stop() {
      // the browser's channel for changed sources never ends by itself
      if (development) return;
      draining = true;
      forgetting.stop();
      const closed = new Promise<void>((done) => server.close(() => done()));
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      setTimeout(() => server.closeAllConnections(), 20_000).unref();
      await closed;
      clearInterval(sweep);
      await calls.stop();
      await panel.close();
      await endTracing();
    },
  };
});

/** A page brings a policy with a nonce of its own. Nothing else can do anything, even when it is opened as a page. */
const closed = "default-src 'none'; frame-ancestors 'none'";

/** What every answer says to browsers, also files and refusals. */
function protect(response: ServerResponse, secure: boolean): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  if (secure)
    response.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  response.writeHead = (...head: unknown[]) => {
    if (!response.hasHeader("content-security-policy"))
      response.setHeader("content-security-policy", closed);
    return writeHead(...head);
  };
}
