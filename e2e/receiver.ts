import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What a receiver got, as it came. */
export type Got = { headers: IncomingHttpHeaders; body: string };

/** A receiver on this machine that keeps what it gets, and answers as the story wants. */
export async function startReceiver() {
  const got: Got[] = [];
  const answer = { status: 204, text: "" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, { "content-type": "text/plain" }).end(answer.text);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    got,
    answer,
    host: `localhost:${port}`,
    url: `http://localhost:${port}/hook`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
