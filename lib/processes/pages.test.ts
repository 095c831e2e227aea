import { once } from "node:events";
import { createServer, request as ask, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { stageSession } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { classes, doorLoads } from "@/lib/operating/shedding";
import { clientIpHeader } from "./front-door";
import { pages } from "./pages";

testInstallation();
const cast = testCast();

/** A page that is ready when it is let go, and tells what it was sent. */
let release = Promise.resolve();
const sent: string[] = [];
let server: Server;
let port: number;
beforeAll(async () => {
  const visit = pages(
    async (request, response) => {
      await release;
      let body = "";
      for await (const part of request) body += String(part);
      sent.push(body);
      response.end(`${request.headers["content-length"] ?? ""}:${body}`);
    },
    (path) => path === "/_next/static/known.js",
  );
  server = createServer((request, response) => {
    request.headers[clientIpHeader] ??= "203.0.113.7";
    void visit(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

/** Pages are not ready until the function that comes back is called. */
function hold(): () => void {
  let free = () => {};
  release = new Promise((done) => (free = done));
  return free;
}

type Sent = { method?: string; cookie?: string; body?: string; chunked?: boolean; ip?: string };

function get(path: string, { method = "GET", cookie, body, chunked, ip }: Sent = {}) {
  const headers = {
    ...(cookie && { cookie: `castellan-session=${cookie}` }),
    ...(ip && { [clientIpHeader]: ip }),
    ...(body !== undefined && !chunked && { "content-length": String(body.length) }),
    ...(chunked && { "transfer-encoding": "chunked" }),
  };
  const request = ask({ port, host: "127.0.0.1", method, path, headers, agent: false });
  const answer = new Promise<{ status: number; body: string }>((done, failed) => {
    request.on("error", failed).on("response", (response: IncomingMessage) => {
      let said = "";
      response.setEncoding("utf8").on("data", (part: string) => (said += part));
      response.on("end", () => done({ status: response.statusCode!, body: said }));
    });
  });
  request.end(body);
  return Object.assign(answer, { hangUp: () => request.destroy() });
}

const loads = () => Object.values(doorLoads());
const allFree = () =>
  vi.waitUntil(() => loads().every(({ inside, waiting }) => inside + waiting === 0), {
    timeout: 10_000,
  });

describe("[V15.1.3] places at the door", () => {
  test("come back after any number of hang-ups, while pages are made and while clients wait", async () => {
    const { atOnce, waiting } = classes["anonymous page"];
    const free = hold();
    const visitors = Array.from({ length: atOnce + waiting }, () => get("/forgot-password"));
    for (const visitor of visitors) visitor.catch(() => {});
    await vi.waitUntil(() => doorLoads()["anonymous page"].waiting === waiting);
    expect((await get("/forgot-password")).status).toBe(503);
    for (const visitor of visitors) visitor.hangUp();
    await vi.waitUntil(() => doorLoads()["anonymous page"].waiting === 0);
    free();
    await allFree();
    expect((await get("/forgot-password")).status).toBe(200);
  });

  test("are not held by clients that send half a body", async () => {
    const token = await stageSession(cast.people.Adam);
    const start = `POST /users HTTP/1.1\r\nhost: x\r\ncookie: castellan-session=${token}\r\n`;
    const half = await Promise.all(
      Array.from({ length: 60 }, async (_, n): Promise<Socket> => {
        const socket = connect(port, "127.0.0.1");
        await once(socket, "connect");
        const length = n % 2 ? "content-length: 100" : "transfer-encoding: chunked";
        socket.write(`${start}${length}\r\n\r\n${n % 2 ? "half" : "4\r\nhalf\r\n"}`);
        return socket;
      }),
    );
    expect(await get("/users", { method: "POST", cookie: token, body: "whole" })).toEqual({
      status: 200,
      body: "5:whole",
    });
    expect(loads().every(({ inside, waiting }) => inside + waiting === 0)).toBe(true);
    for (const socket of half) socket.destroy();
  });

  test("of people who are signed in are not taken by made-up cookies, whatever the path", async () => {
    const free = hold();
    const madeUp = Array.from({ length: 40 }, (_, n) =>
      get(n % 2 ? "/users" : "/_next/static/unknown.js", {
        cookie: `made-up-${n}-${"x".repeat(40)}`,
        ip: n % 3 ? "198.51.100.7" : `198.51.100.${n}`,
      }),
    );
    await vi.waitUntil(() => {
      const { inside, waiting } = doorLoads()["anonymous page"];
      return inside + waiting === madeUp.length;
    });
    expect(doorLoads().page.inside + doorLoads().write.inside).toBe(0);
    const adam = await stageSession(cast.people.Adam); // not known to this process yet
    const page = get("/users", { cookie: adam, ip: "192.0.2.1" });
    await vi.waitUntil(() => doorLoads().page.inside === 1);
    free();
    expect((await page).status).toBe(200);
    expect((await get("/_next/static/known.js")).status).toBe(200);
    await Promise.all(madeUp);
    await allFree();
  });
});

describe("a body", () => {
  test("arrives whole, whether its length was announced or not", async () => {
    const form = "x".repeat(200_000);
    for (const chunked of [false, true])
      expect(await get("/sign-in", { method: "POST", body: form, chunked })).toEqual({
        status: 200,
        body: `200000:${form}`,
      });
    expect((await get("/sign-in", { method: "POST", body: "", chunked: true })).body).toBe("0:");
  });

  test("past the limit is refused, counted while it arrives", async () => {
    sent.length = 0;
    const long = "x".repeat(256 * 1024 + 1);
    for (const chunked of [false, true])
      expect(await get("/sign-in", { method: "POST", body: long, chunked })).toMatchObject({
        status: 413,
      });
    expect(sent).toEqual([]);
  });
});
