import { afterEach, describe, expect, test } from "vitest";

import {
  type Answer,
  aMessage,
  bomb,
  drops,
  endless,
  hangs,
  hasty,
  quick,
  Receiver,
  says,
  selfSigned,
  slow,
} from "@/lib/webhooks/testing";
import type { Guard } from "./destination";
import { type Circumstances, send } from "./send";

const thisMachine: Guard = { loopback: true, allowed: [] };

const running: Receiver[] = [];
afterEach(async () => {
  for (const receiver of running.splice(0)) await receiver.stop();
});

async function receiver(answer?: Answer, certificate?: { key: string; cert: string }) {
  const started = await Receiver.start(certificate);
  if (answer) started.usual = answer;
  running.push(started);
  return started;
}

const to = (url: string, circumstances: Circumstances = {}) =>
  send(
    { url, headers: { "content-type": "application/json" }, message: aMessage('{"name":"Zoë"}') },
    thisMachine,
    { limits: quick, ...circumstances },
  );

describe("a message that is sent", () => {
  test("[V4.2.2] arrives as it was signed, byte by byte, with the right length", async () => {
    const there = await receiver(says(200, { "content-type": "text/plain" }, "thank you"));
    const attempt = await to(`${there.url}?from=castellan`);
    expect(attempt).toMatchObject({
      outcome: "delivered",
      status: 200,
      says: null,
      bytesOut: 15,
      bytesIn: 9,
      excerpt: "thank you",
      contentType: "text/plain",
    });
    expect(attempt.duration).toBeGreaterThan(0);
    expect(there.received[0]).toMatchObject({ body: '{"name":"Zoë"}' });
    expect(there.received[0]!.headers).toMatchObject({
      host: `localhost:${there.port}`,
      "content-length": "15",
      "accept-encoding": "identity",
    });
  });

  test("has a connection of its own, and heeds no proxy of the environment", async () => {
    process.env.HTTP_PROXY = process.env.http_proxy = "http://127.0.0.1:1";
    try {
      const there = await receiver();
      const ports = new Set<number | undefined>();
      there.usual = (response, request) => {
        ports.add(request.socket.remotePort);
        response.end();
      };
      for (let n = 0; n < 3; n++) expect((await to(there.url)).outcome).toBe("delivered");
      expect(ports.size).toBe(3);
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }
  });

  test("goes on to the next address when the first does not answer", async () => {
    const there = await receiver();
    const resolve = () => Promise.resolve(["127.0.0.3", "127.0.0.1"]);
    expect((await to(there.url, { resolve })).outcome).toBe("delivered");
  });
});

describe("a far side that misbehaves", () => {
  test.each([
    ["is slow", slow(9_000), { outcome: "timeout", status: null }],
    ["hangs", hangs, { outcome: "timeout", status: null }],
    ["hangs up", drops, { outcome: "connection", status: null }],
    ["answers 500", says(500, {}, "no"), { outcome: "status", status: 500, excerpt: "no" }],
    ["answers 404", says(404), { outcome: "status", status: 404 }],
    ["answers 410", says(410), { outcome: "gone", status: 410 }],
    [
      "answers 429",
      says(429, { "retry-after": "120" }),
      { outcome: "limited", status: 429, retryAfter: 120 },
    ],
    [
      "answers 503 until a date",
      says(503, { "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
      { outcome: "status", status: 503, retryAfter: expect.closeTo(60, -1) },
    ],
  ])("%s", async (_what, answer, expected) => {
    const there = await receiver(answer);
    const limits = expected.outcome === "timeout" ? hasty : quick;
    expect(await to(there.url, { limits })).toMatchObject(expected);
    expect(there.received).toHaveLength(1);
  });

  test("nobody is there", async () => {
    const there = await receiver();
    const { url } = there;
    await running.pop()!.stop();
    expect(await to(url)).toMatchObject({ outcome: "connection", status: null });
  });

  test.each([301, 302, 303, 307, 308])(
    "[V15.3.2] a redirect (%i) is not followed, least of all inside",
    async (status) => {
      const inside = await receiver();
      const there = await receiver(says(status, { location: inside.url }));
      const attempt = await to(there.url);
      expect(attempt).toMatchObject({ outcome: "redirect", status });
      expect(attempt.says).toContain("not followed");
      expect(inside.received).toHaveLength(0);
    },
  );

  test("a gzip bomb is not opened", async () => {
    const there = await receiver(bomb());
    const before = process.memoryUsage().rss;
    const attempt = await to(there.url);
    expect(attempt).toMatchObject({ outcome: "delivered", status: 200 });
    expect(attempt.bytesIn).toBeLessThanOrEqual(quick.body);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1_024 * 1_024);
  });

  test("an endless answer is cut off at 64 kB, and 1 kB of it is kept", async () => {
    const there = await receiver(endless);
    const attempt = await to(there.url, { limits: { ...quick, total: 10_000 } });
    expect(attempt).toMatchObject({ outcome: "delivered", status: 200, bytesIn: quick.body });
    expect(attempt.excerpt).toHaveLength(1_024);
    expect(attempt.duration).toBeLessThan(9_000_000);
  });

  test("a drip of bytes ends with the time for everything", async () => {
    const there = await receiver((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drip));
    });
    const attempt = await to(there.url, { limits: { ...quick, total: 1_500 } });
    expect(attempt).toMatchObject({ outcome: "delivered", status: 200 });
    expect(attempt.duration).toBeLessThan(3_000_000);
  });

  test("headers without end are refused", async () => {
    const there = await receiver(says(200, { "x-large": "x".repeat(40_000) }));
    expect((await to(there.url)).outcome).toBe("connection");
  });

  test("what cannot be seen in an answer is not shown", async () => {
    const there = await receiver(says(200, {}, "a\u0000b\u202ec\u001b[31md\ne"));
    expect((await to(there.url)).excerpt).toBe("a�b�c�[31md\ne");
  });

  test("a name that takes for ever to look up takes no longer than everything may", async () => {
    const attempt = await to("http://hooks.localhost:9/", {
      ...{ resolve: () => new Promise(() => {}), limits: hasty },
    });
    expect(attempt.outcome).toBe("timeout");
  });
});

describe("[P26] [V12.3.2] a certificate", () => {
  const certificate = selfSigned("hooks.localhost");

  test("that nobody vouches for is refused, and nothing is sent", async () => {
    const there = await receiver(undefined, certificate);
    const attempt = await to(`https://hooks.localhost:${there.port}/`, {
      resolve: () => Promise.resolve(["127.0.0.1"]),
    });
    expect(attempt).toMatchObject({ outcome: "certificate", status: null });
    expect(there.received).toHaveLength(0);
  });

  test("for another name is refused", async () => {
    const there = await receiver(undefined, certificate);
    const attempt = await to(`https://other.localhost:${there.port}/`, {
      resolve: () => Promise.resolve(["127.0.0.1"]),
      trust: certificate.cert,
    });
    expect(attempt).toMatchObject({ outcome: "certificate" });
    expect(there.received).toHaveLength(0);
  });

  test("that has run out is refused", async () => {
    const old = selfSigned("hooks.localhost", -1);
    const there = await receiver(undefined, old);
    const attempt = await to(`https://hooks.localhost:${there.port}/`, {
      resolve: () => Promise.resolve(["127.0.0.1"]),
      trust: old.cert,
    });
    expect(attempt).toMatchObject({ outcome: "certificate" });
    expect(there.received).toHaveLength(0);
  });

  test("that fits the name is accepted at the address that was checked", async () => {
    const there = await receiver(undefined, certificate);
    const attempt = await to(`https://hooks.localhost:${there.port}/`, {
      resolve: () => Promise.resolve(["127.0.0.1"]),
      trust: certificate.cert,
    });
    expect(attempt).toMatchObject({ outcome: "delivered" });
    expect(there.received[0]!.headers.host).toBe(`hooks.localhost:${there.port}`);
  });
});
