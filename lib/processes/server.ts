import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi } from "@/lib/api/api";
import { answered, classOf } from "@/lib/api/metrics";
import { startTracing } from "@/lib/egress/traces";
import { letThrough } from "@/lib/egress/ways";
import { readEnv } from "@/lib/env";
import { refuseAtStart } from "@/lib/environment/refuse-at-start";
import { failures } from "@/lib/gate/failure";
import { metrics, observeProcess } from "@/lib/metrics";
import { COME_AGAIN, enter, type RequestClass } from "@/lib/operating/shedding";
import { keepForgetting } from "@/lib/purge/forget-gone";
import { callLog } from "@/lib/traffic/call-log";
import { runProcess } from "./child";
import { clientIpHeader, frontDoor, isApi, localHeader } from "./front-door";
import { httpServer } from "./http-server";
import { listenAt } from "./listening";
import { keepInside } from "./keep-inside";
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

  let draining = false;
  server.on("request", (request, response) => {
    const turnedAway = admit(request);
    if (draining) response.setHeader("connection", "close");
    protect(response, env.secure && !turnedAway?.exposed);
    if (turnedAway || !isPage(request.url ?? ""))
      response.setHeader("content-security-policy", closed);
    if (turnedAway) void turnAway(request, response, turnedAway, answered);
    else if (isApi(request.url ?? "")) void answerCall(request, response);
    else void whereThereIsAPlace(request, response, () => showPage(request, response));
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

/** Shows a page where there is a place for one of its class; files cost nothing and are always sent. */
async function whereThereIsAPlace(
  request: IncomingMessage,
  response: ServerResponse,
  show: () => Promise<void>,
): Promise<void> {
  const kind = pageClassOf(request);
  const leave = kind === null ? () => {} : await enter(kind);
  if (!leave) return tooMuch(response);
  const startedAt = performance.now();
  response.once("close", () => {
    leave();
    const took = (performance.now() - startedAt) / 1_000;
    const shown = {
      operation: kind === null ? "file" : "page",
      class: classOf(response.statusCode),
    };
    metrics().requests.observe(shown, took);
  });
  await show();
}

/** Words for people, since it is a page they asked for. */
function tooMuch(response: ServerResponse): void {
  response.setHeader("content-security-policy", closed);
  response.setHeader("retry-after", String(COME_AGAIN));
  response.writeHead(503, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(`${failures.busy.says}\n`);
}

/** Signing in and out come first, then what people change; a stranger's page comes last. */
function pageClassOf({ method, url = "", headers }: IncomingMessage): RequestClass | null {
  if (url.startsWith("/_next/")) return null;
  if (/^\/(sign-in|sign-out|api\/auth)([/?]|$)/.test(url)) return "sign-in";
  const known = headers.cookie?.includes("castellan-session=");
  if (!known) return "anonymous page";
  return method === "POST" ? "write" : "page";
}

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
