import dgram from "node:dgram";
import dns, { lookup } from "node:dns/promises";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";

import { request, WebSocket } from "undici";

import { metrics } from "@/lib/metrics";
import { EgressBlocked, onBlocked } from "./blocked";
import { onErrand } from "./context";
import { stayInside } from "./guard";
import { mailService } from "./smtp";

/** What a trier tells: how each way ended, what was raised, and what became of the letter. */
export type Tried = {
  /** `through`, `blocked`, or why not */
  ways: Record<string, string>;
  raised: string[];
  counted: number;
  letter: string;
  elsewhere: string;
};

// A process for tests that tries every way out of it, to a listener that should hear of none.
const host = process.env.TRY_HOST!;
const port = Number(process.env.TRY_PORT);
const smtpPort = Number(process.env.TRY_SMTP_PORT);
const address = `http://${host}:${port}/`;

const raised: string[] = [];
onBlocked(async ({ whom }) => raised.push(whom));
if (process.env.TRY_GUARDED === "yes") stayInside();

const heard = (emitter: NodeJS.EventEmitter, ...events: string[]) =>
  new Promise<void>((done, fail) => {
    for (const event of events) emitter.once(event, () => done());
    emitter.once("error", fail);
  });

const ways: Record<string, () => Promise<unknown>> = {
  fetch: () => fetch(address),
  undici: () => request(address),
  http: () => heard(http.get(address), "response"),
  https: () => heard(https.get(`https://${host}:${port}/`), "response"),
  http2: () => heard(http2.connect(address), "connect"),
  net: () => heard(net.connect(port, host), "connect"),
  "net with options": () => heard(net.createConnection({ host, port }), "connect"),
  socket: () => heard(new net.Socket().connect(port, host), "connect"),
  tls: () => heard(tls.connect({ host, port }), "secureConnect"),
  "web socket": () =>
    new Promise<void>((done, fail) => {
      const socket = new WebSocket(address.replace("http", "ws"));
      socket.addEventListener("open", () => done());
      socket.addEventListener("error", ({ error }) => fail(error));
    }),
  dgram: () =>
    new Promise((done, fail) => {
      dgram
        .createSocket("udp4")
        .send("a datagram", port, host, (error) => (error ? fail(error) : done("sent")));
    }),
  "a question by udp": async () => {
    const resolver = new dns.Resolver({ timeout: 300, tries: 1 });
    resolver.setServers([`${host}:${port}`]);
    return resolver.resolve4("secrets.example.com");
  },
  "a look-up": () => lookup("secrets.example.com"),
};

const tried: Tried["ways"] = {};
for (const [name, go] of Object.entries(ways)) tried[name] = await ended(go);
const letter = { subject: "Hello", text: "Hello", html: "<p>Hello</p>" };
const mail = mailService(`smtp://127.0.0.1:${smtpPort}`, "castellan@example.test", null);
const handed = await mail({ email: "mia@example.test", letter });
const here = [{ host: "127.0.0.1", port: smtpPort, addresses: ["127.0.0.1"] }];
const elsewhere = await onErrand({ processor: "mail", purpose: "deliver_letter", to: here }, () =>
  ended(ways.net!),
);
const { values } = await metrics().blocked.get();
process.send!(
  {
    ways: tried,
    raised,
    counted: values.find(({ labels }) => labels.reason === "place")?.value ?? 0,
    letter: handed.trouble?.says ?? handed.seen.join(" "),
    elsewhere,
  } satisfies Tried,
  () => process.exit(0),
);

async function ended(go: () => Promise<unknown>): Promise<string> {
  try {
    await go();
    return "through";
  } catch (error) {
    return isBlocked(error) ? "blocked" : `failed: ${(error as Error).message}`;
  }
}

/** Some wrap what kept them in an error of their own. */
function isBlocked(error: unknown): boolean {
  return error instanceof Error && (error instanceof EgressBlocked || isBlocked(error.cause));
}
