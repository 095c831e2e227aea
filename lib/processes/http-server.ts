import { createServer, type Server } from "node:http";

import { second } from "@/lib/clock";

/**
 * A server that lets nobody hold a connection by sending slowly, or too much.
 *
 * @param pace shortens all times, for tests
 */
export function httpServer(pace = 1): Server {
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 10 * second * pace,
    requestTimeout: 30 * second * pace,
    keepAliveTimeout: 20 * second,
    connectionsCheckingInterval: 5 * second * pace,
  });
  server.maxHeadersCount = 100;
  return server;
}
