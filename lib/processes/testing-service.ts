import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";

import { createApi } from "@/lib/api/api";
import { answered } from "@/lib/api/metrics";
import { startTracing } from "@/lib/egress/traces";
import { callLog } from "@/lib/traffic/call-log";
import { runProcess } from "./child";
import { clientIpHeader } from "./front-door";
import { httpServer } from "./http-server";
import { keepInside } from "./keep-inside";

// The server without its pages, for tests that kill it.
await runProcess(async () => {
  keepInside();
  const endTracing = await startTracing();
  const calls = callLog();
  const api = createApi(answered);
  const answer = getRequestListener((request) =>
    api(request, { ip: request.headers.get(clientIpHeader) ?? "127.0.0.1" }),
  );
  const server = httpServer(Number(process.env.CASTELLAN_TEST_PACE ?? 1));
  server.on("request", (request, response) => void answer(request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  process.send!({ port: (server.address() as AddressInfo).port });
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await calls.stop();
      await endTracing();
    },
  };
});
