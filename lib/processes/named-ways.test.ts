import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { processors } from "@/lib/egress/processors";
import { testInstallation } from "@/lib/db/testing";
import { selfSigned } from "@/lib/webhooks/testing";
import { killed, nextMessage, startProcess } from "./testing";
import type { Went, Zone } from "./testing-ways";

const installation = testInstallation();

/** Every way out, by who is at its end, with the variable that names it. A new processor has to be added, with its test. */
const asConfigured = {
  mail: "SMTP_URL",
  receivers: "CASTELLAN_WEBHOOK_ALLOW",
  names: "the names of all the others",
  traces: "OTEL_EXPORTER_OTLP_ENDPOINT",
} satisfies Record<keyof typeof processors, string>;

const host = "castellan.test";
const certificate = selfSigned(`*.${host}`);
const folder = mkdtempSync(join(tmpdir(), "castellan-ways-"));
const caFile = join(folder, "ca.pem");
writeFileSync(caFile, certificate.cert);

const listening = async (server: Server, address: string) => {
  await new Promise<void>((ready) => server.listen(0, address, ready));
  return (server.address() as AddressInfo).port;
};

let letters = 0;
let encrypted = 0;
const smtp = (secure: boolean) =>
  new SMTPServer({
    ...{ secure, ...certificate, closeTimeout: 50, authOptional: true },
    onAuth: (_auth, _session, done) => done(new Error("Invalid user name or password")),
    onData(stream, session, done) {
      stream.resume().on("end", () => {
        letters += 1;
        if (session.secure) encrypted += 1;
        done();
      });
    },
  });
const mails = [smtp(true), smtp(false)] as const;
// A client that does not accept the certificate hangs up, which the server calls an error.
for (const server of mails) server.on("error", () => {});
const heard = { traces: 0, webhooks: 0 };
const answer: RequestListener = (request, response) => {
  heard[request.url === "/v1/traces" ? "traces" : "webhooks"] += 1;
  request.resume().on("end", () => response.writeHead(200).end("{}"));
};
const https = createHttps(certificate, answer);
const http = createHttp(answer);
let ports: { smtps: number; smtp: number; https: number; http: number };

beforeAll(async () => {
  ports = {
    smtps: await listening(mails[0].server, "::"),
    smtp: await listening(mails[1].server, "::"),
    https: await listening(https, "127.0.0.1"),
    http: await listening(http, "127.0.0.1"),
  };
});
afterAll(async () => {
  for (const server of [https, http]) {
    server.closeAllConnections();
    server.close();
  }
  for (const server of mails) await new Promise<void>((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const live = "127.0.0.1";
/** Nobody listens there. */
const dead = "127.0.0.9";
const zone: Zone = {
  [`mail.${host}`]: [[live]],
  [`alias.${host}`]: [[`mail.${host}`]],
  [`several.${host}`]: [["::2", live]],
  [`six.${host}`]: [["::1"]],
  [`rebinding.${host}`]: [[live], [dead]],
  [`nothing.${host}`]: [[]],
  [`down.${host}`]: [["::2", "::3"]],
  "mail.other.test": [[live]],
  [`db.${host}`]: [[live]],
  [`collector.${host}`]: [[live]],
  [`hook.${host}`]: [[live]],
};

async function go(mail: Record<string, string>, env: Record<string, string>): Promise<Went> {
  const database = new URL(installation.ownerUrl);
  database.hostname = `db.${host}`;
  const child = await startProcess(new URL("./testing-ways.ts", import.meta.url), {
    TEST_ZONE: JSON.stringify(zone),
    TEST_MAIL: JSON.stringify(mail),
    TEST_WEBHOOK: `https://hook.${host}:${ports.https}/in`,
    CASTELLAN_WEBHOOK_ALLOW: `hook.${host}:${ports.https}`,
    DATABASE_URL: database.href,
    NODE_EXTRA_CA_CERTS: caFile,
    ...env,
  });
  try {
    return await nextMessage<Went>(child);
  } finally {
    await killed(child);
  }
}

describe("[P44] every way out works as a user configures it, by name", () => {
  test("is in the list of what is tried here", () => {
    expect(Object.keys(asConfigured).toSorted()).toEqual(Object.keys(processors).toSorted());
  });

  test("mail with a private authority, and each way a name can resolve", async () => {
    const smtps = (name: string, user = "") => `smtps://${user}${name}.${host}:${ports.smtps}`;
    const {
      letters: went,
      asked,
      blocked,
      database,
      traces,
      webhook,
    } = await go(
      {
        smtps: smtps("mail"),
        starttls: `smtp://mail.${host}:${ports.smtp}`,
        alias: smtps("alias"),
        several: smtps("several"),
        six: smtps("six"),
        rebinding: smtps("rebinding"),
        nothing: smtps("nothing"),
        unknown: smtps("unknown"),
        down: smtps("down"),
        "wrong password": smtps("mail", "castellan:wrong@"),
        "wrong name": `smtps://mail.other.test:${ports.smtps}`,
        "wrong name by starttls": `smtp://mail.other.test:${ports.smtp}`,
      },
      {
        SMTP_CA_FILE: caFile,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://collector.${host}:${ports.http}`,
      },
    );
    const short = Object.fromEntries(
      Object.entries(went).map(([name, { trouble }]) => [
        name,
        trouble ? `${trouble.stage} ${trouble.code}` : "sent",
      ]),
    );
    expect(short).toEqual({
      ...{ smtps: "sent", starttls: "sent", alias: "sent", several: "sent", six: "sent" },
      rebinding: "sent",
      nothing: "resolve ENODATA",
      unknown: "resolve ENOTFOUND",
      down: expect.stringMatching(/^connect E/),
      "wrong password": "auth 535",
      "wrong name": "tls ERR_TLS_CERT_ALTNAME_INVALID",
      "wrong name by starttls": "tls ERR_TLS_CERT_ALTNAME_INVALID",
    });
    expect(went.down!.trouble!.says).toMatch(/tried ::2 \(E\w+\), ::3 \(E\w+\)/);
    expect({ letters, encrypted }).toEqual({ letters: 6, encrypted: 6 });
    expect(asked[`rebinding.${host}`]).toBe(1);
    expect({ database, traces, webhook }).toEqual({
      ...{ database: "through", traces: "through", webhook: "delivered" },
    });
    expect(heard).toEqual({ traces: 1, webhooks: 1 });
    expect(blocked).toEqual([]);
  }, 60_000);

  test("mail, traces over TLS and a webhook with an authority that Node.js was started with", async () => {
    const before = { ...heard };
    const went = await go(
      { smtps: `smtps://mail.${host}:${ports.smtps}` },
      { OTEL_EXPORTER_OTLP_ENDPOINT: `https://collector.${host}:${ports.https}` },
    );
    expect(went.letters).toEqual({ smtps: { seen: ["email", "letter"], trouble: null } });
    expect(went).toMatchObject({ traces: "through", webhook: "delivered", blocked: [] });
    expect(heard.traces).toBe(before.traces + 1);
  }, 60_000);
});
