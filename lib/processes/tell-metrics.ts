import { createServer, type Server } from "node:http";

import { log } from "@/lib/log";
import { metrics, observeProcess } from "@/lib/metrics";

/** The worker's own figures, told to this machine alone; without a port nobody asks, and nothing listens. */
export async function tellMetrics(port: number | null): Promise<Server | null> {
  if (port === null) return null;
  observeProcess();
  const server = createServer((request, response) => {
    request.resume();
    const { registry } = metrics();
    if (request.url !== "/api/metrics") return void response.writeHead(404).end();
    void registry.metrics().then((text) => {
      response.writeHead(200, { "content-type": registry.contentType });
      response.end(text);
    });
  });
  server.on("error", (error) => log.error({ err: error }, "nobody can read the worker's metrics"));
  await new Promise<void>((done) => {
    server.once("listening", done).once("error", () => done());
    server.listen(port, "127.0.0.1");
  });
  return server;
}
