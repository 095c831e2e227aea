import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { Endpoint } from "./deliver/begin";
import { deliverDue } from "./deliver/deliver-due";
import { fanOut } from "./deliver/fan-out";
import { pack } from "@/lib/egress/pack";
import { Envelope, ThinData } from "./envelope";
import type { Message } from "./message";
import { topicView } from "./topics";
import type { Circumstances } from "./send/send";
import type { DeliveryState } from "./webhook";

/** One message as it arrived. */
export type Received = {
  at: Date;
  headers: Record<string, string>;
  body: string;
  /** how many requests were under way when it came, itself included */
  atOnce: number;
};

/** How a receiver answers one message. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** What receivers out there do. */
export const ok: Answer = (response) => response.writeHead(204).end();

export const says =
  (status: number, headers: Record<string, string> = {}, body = ""): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Answers after a while. */
export const slow =
  (milliseconds: number): Answer =>
  (response) =>
    void setTimeout(() => response.writeHead(200).end("late"), milliseconds);

/** Takes the message and never answers. */
export const hangs: Answer = () => {};

/** Hangs up in the middle. */
export const drops: Answer = (_response, request) => request.socket.destroy();

/** Small on the wire, huge when opened. */
export function bomb(): Answer {
  const packed = gzipSync(Buffer.alloc(64 * 1_024 * 1_024));
  return (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
}

/** Never stops talking. */
export const endless: Answer = (response) => {
  response.writeHead(200);
  const talk = () => {
    while (response.writable && response.write("and another thing, ".repeat(500)));
  };
  response.on("drain", talk);
  talk();
};

/** A receiver on loopback that answers as it is told, and remembers everything. */
export class Receiver {
  readonly received: Received[] = [];
  /** what it answers next; when it runs out, `usual` */
  readonly script: Answer[] = [];
  usual: Answer = ok;
  private underWay = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly scheme: "http" | "https",
  ) {
    server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("error", () => {});
    });
    server.on("request", (request, response) => this.take(request, response));
  }

  static async start(certificate?: { key: string; cert: string }, port = 0): Promise<Receiver> {
    const server = certificate ? createTlsServer(certificate) : createServer();
    const receiver = new Receiver(server, certificate ? "https" : "http");
    await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.scheme}://localhost:${this.port}/hook`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const atOnce = ++this.underWay;
    response.on("close", () => this.underWay--);
    response.on("error", () => {});
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      const headers = request.headers as Record<string, string>;
      this.received.push({ at: new Date(), headers, body, atOnce });
      (this.script.shift() ?? this.usual)(response, request);
    });
  }
}

/** A fresh certificate that vouches for itself, which nobody trusts who was not told to. */
export function selfSigned(name: string, days = 2): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "castellan-certificate-"));
  const at = (file: string) => join(folder, file);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "pipe" });
  writeFileSync(at("names"), `subjectAltName=DNS:${name}\n`);
  openssl(
    ...["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-subj", `/CN=${name}`, "-keyout", at("key"), "-out", at("request")],
  );
  openssl(
    ...["x509", "-req", "-in", at("request"), "-signkey", at("key"), "-days", String(days)],
    ...["-extfile", at("names"), "-out", at("certificate")],
  );
  return { key: readFileSync(at("key"), "utf8"), cert: readFileSync(at("certificate"), "utf8") };
}

/** A message with bytes of its own, for looking at how they travel. */
export const aMessage = (body: string): Message => ({
  body,
  packed: pack({
    ...{ processor: "receivers", purpose: "tell_that" },
    payload: {
      event_ids: Envelope.extend({ data: ThinData }).parse(
        topicView("user.pause", "http://localhost:3000").thinExample,
      ),
    },
  }),
});

/** Limits for tests, long enough for a busy machine. */
export const quick = { connect: 2_000, total: 3_000, body: 64 * 1_024 };

/** Limits for tests in which nobody answers. */
export const hasty = { connect: 150, total: 300, body: 64 * 1_024 };

type Installation = {
  owner: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
};

/**
 * Lets time pass for an endpoint without waiting: makes the deliveries of what was written, then lets each round come when it
 * is due, on a clock of its own that starts now and goes on to `until`.
 *
 * @returns the moments at which there was a round
 */
export async function letTimePass(
  endpoint: Endpoint,
  until: Date,
  circumstances: Circumstances = { limits: quick },
): Promise<Date[]> {
  await fanOut(endpoint.accountId);
  const rounds: Date[] = [];
  let at = new Date();
  while (at <= until) {
    rounds.push(at);
    const next = await deliverDue(endpoint, { at, circumstances, chance: () => 0 });
    if (!next) break;
    at = new Date(Math.max(next.getTime(), at.getTime() + 1));
  }
  return rounds;
}

export type Figures = { wanted: number } & Record<DeliveryState, number>;

/** Counts what an endpoint was to be told, from the activity itself, and what has become of it. */
export async function reconcile(
  { owner }: Installation,
  { accountId, webhookId }: Endpoint,
): Promise<Figures> {
  const counted = async (from: string, name: string) => {
    const [row] = await owner<{ n: number }>(
      `select count(*)::int as n from ${from} t join webhook_endpoints e on e.account_id = t.account_id
       where t.account_id = $1 and e.id = $2 and t.at >= e.created_at and t.${name} <> 'webhook.test'
         and (e.topics = '*' or t.${name} = any (string_to_array(e.topics, ' ')))`,
      [accountId, webhookId],
    );
    return row!.n;
  };
  const wanted = await counted("(select * from activity where outcome = 'ok')", "action");
  const waiting = await counted(
    "(select * from webhook_messages where fanned_out_at is null)",
    "topic",
  );
  const rows = await owner<{ state: DeliveryState; n: number }>(
    `select state, count(*)::int as n from webhook_deliveries where account_id = $1 and endpoint_id = $2 and not test
     group by state`,
    [accountId, webhookId],
  );
  const figures: Figures = {
    ...{ wanted, pending: waiting, delivered: 0, failed: 0, held: 0 },
  };
  for (const { state, n } of rows) figures[state] += n;
  return figures;
}
