import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request as plain } from "node:http";
import { request as sealed } from "node:https";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { authorityIn } from "@/e2e/as-configured/certificates";
import { freePort } from "@/lib/processes/free-port";

const host = "people.example.com";
const folder = mkdtempSync(join(tmpdir(), "castellan-edges-"));
const { authority, issue } = authorityIn(folder);
const { certificate, key } = issue(host);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ports = { http: number; https: number; upstream: number };

/** Both edges as they are shipped, with other ports and a certificate of a test. */
const edges: Record<string, (ports: Ports) => ChildProcess> = {
  Caddy: ({ http, https, upstream }) =>
    spawn("caddy", ["run", "--config", "deploy/Caddyfile", "--adapter", "caddyfile"], {
      stdio: "ignore",
      env: {
        ...process.env,
        PEOPLE: host,
        CASTELLAN_TLS: `${certificate} ${key}`,
        HTTP_PORT: String(http),
        HTTPS_PORT: String(https),
        UPSTREAM: `127.0.0.1:${upstream}`,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
      },
    }),
  nginx({ http, https, upstream }) {
    const shipped = readFileSync("deploy/nginx.conf", "utf8")
      .replaceAll("/etc/ssl/castellan/fullchain.pem", certificate)
      .replaceAll("/etc/ssl/castellan/key.pem", key)
      .replaceAll("listen 80", `listen 127.0.0.1:${http}`)
      .replaceAll("listen 443", `listen 127.0.0.1:${https}`)
      .replaceAll("127.0.0.1:3000", `127.0.0.1:${upstream}`);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${join(folder, name)};`)
      .join("\n");
    const path = join(folder, "nginx.conf");
    writeFileSync(
      path,
      `daemon off;\nmaster_process off;\npid ${join(folder, "nginx.pid")};\nerror_log ${join(folder, "nginx.log")};\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${shipped}\n}\n`,
    );
    return spawn("nginx", ["-c", path, "-e", join(folder, "nginx.log")], { stdio: "ignore" });
  },
};

type Got = { status: number; headers: IncomingHttpHeaders; body: string };

describe.each(Object.entries(edges))("[V12.2.1] [V12.1.1] %s, as it is shipped", (_name, start) => {
  let ports: Ports;
  let edge: ChildProcess;
  let seen: IncomingHttpHeaders | null = null;
  const castellan = createServer((request, response) => {
    seen = request.headers;
    response.setHeader("strict-transport-security", "max-age=1");
    response.end("castellan");
  });

  beforeAll(async () => {
    const upstream = await freePort();
    ports = { http: await freePort(), https: await freePort(), upstream };
    edge = start(ports);
    for (let tries = 0; tries < 200 && !(await listens(ports.https)); tries++) await pause(50);
  }, 30_000);
  afterAll(async () => {
    castellan.close();
    if (edge.exitCode !== null) return;
    const ended = once(edge, "exit");
    edge.kill("SIGTERM");
    await ended;
  });

  const get = (
    scheme: "http" | "https",
    path: string,
    headers: Record<string, string> = {},
    name = host,
  ): Promise<Got> =>
    new Promise((done, fail) => {
      const asked = (scheme === "http" ? plain : sealed)({
        host: "127.0.0.1",
        port: ports[scheme],
        path,
        servername: name,
        ca: readFileSync(authority),
        headers: { host: name, ...headers },
      } as never);
      asked.once("error", fail);
      asked.once("response", (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => (body += part));
        response.once("end", () =>
          done({ status: response.statusCode!, headers: response.headers, body }),
        );
      });
      asked.end();
    });

  test("says so when Castellan does not answer: to people in words, to programs as a problem", async () => {
    const page = await get("https", "/users");
    expect(page).toMatchObject({ status: 503, headers: { "retry-after": "10" } });
    expect(page.body).toBe("The service does not answer right now. Try again in a minute.");
    const call = await get("https", "/api/v1/me");
    expect(call).toMatchObject({
      status: 503,
      headers: { "content-type": "application/problem+json", "retry-after": "10" },
    });
    expect(JSON.parse(call.body)).toMatchObject({ status: 503, code: "unavailable" });
  });

  test("overwrites what clients claim, and promises TLS for two years", async () => {
    castellan.listen(ports.upstream, "127.0.0.1");
    await once(castellan, "listening");
    const answer = await get("https", "/", {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "evil.test",
      "x-real-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9;proto=http",
    });
    expect(answer).toMatchObject({
      status: 200,
      body: "castellan",
      headers: { "strict-transport-security": "max-age=63072000; includeSubDomains" },
    });
    expect(seen).toMatchObject({
      host,
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": host,
    });
    expect(seen).not.toHaveProperty("forwarded");
    expect(seen).not.toHaveProperty("x-real-ip");
    expect((castellan.address() as AddressInfo).port).toBe(ports.upstream);
  });

  test("leads pages to TLS, hands a call without it on as what it is, and knows no other name", async () => {
    expect(await get("http", "/users?q=a")).toMatchObject({
      status: 308,
      headers: { location: `https://${host}/users?q=a` },
    });
    seen = null;
    await get("http", "/api/v1/me", { "x-forwarded-proto": "https" });
    expect(seen).toMatchObject({ "x-forwarded-proto": "http" });
    seen = null;
    await get("https", "/", {}, "evil.test").catch(() => null);
    expect(seen).toBeNull();
  });
});

const listens = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), done(true)));
    socket.once("error", () => done(false));
  });
