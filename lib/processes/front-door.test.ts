import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { readEnv } from "@/lib/env";
import { clientIpHeader, frontDoor, isApi, localHeader } from "./front-door";

/** A request as node:http hands it over. */
function request(given: {
  from?: string;
  method?: string;
  url?: string;
  headers?: Record<string, string>;
}) {
  const { from = "203.0.113.7", method = "GET", url = "/users", headers = {} } = given;
  const all: Record<string, string> = { host: "localhost:3000", ...headers };
  return {
    method,
    url,
    headers: { ...all },
    rawHeaders: Object.entries(all).flat(),
    socket: { remoteAddress: from },
  } as unknown as IncomingMessage;
}

/** What both readers of headers, Next and the REST handler, get to see of one header. */
function seen({ headers, rawHeaders }: IncomingMessage, name: string) {
  const raw = rawHeaders.flatMap((value, index) =>
    index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name ? [value] : [],
  );
  return [headers[name], ...raw];
}

const here = frontDoor(readEnv({}));
const behindEdge = frontDoor(
  readEnv({
    CASTELLAN_ORIGIN: "https://people.example.com",
    SMTP_URL: "smtp://mail",
    TRUSTED_PROXY: "10.0.0.5, 10.0.1.0/24",
  }),
);

describe("addresses", () => {
  const forged = {
    "x-forwarded-for": "6.6.6.6",
    forwarded: "for=6.6.6.6",
    "x-real-ip": "6.6.6.6",
    "x-forwarded-host": "evil.example",
    "x-middleware-subrequest": "proxy",
    "x-http-method-override": "DELETE",
    [clientIpHeader]: "6.6.6.6",
  };

  test("a client cannot claim to be somebody else [V4.1.3]", () => {
    const visit = request({ headers: forged });
    expect(here(visit)).toBeNull();
    expect(seen(visit, clientIpHeader)).toEqual(["203.0.113.7", "203.0.113.7"]);
    expect(seen(visit, "x-forwarded-for")).toEqual(["203.0.113.7", "203.0.113.7"]);
    for (const name of Object.keys(forged).slice(1, -1))
      expect(seen(visit, name)).toEqual([undefined]);
  });

  test("the edge is believed about the address it saw, and about nothing the client told it", () => {
    const headers = {
      host: "people.example.com",
      "x-forwarded-for": "6.6.6.6, 198.51.100.9, 10.0.1.2",
    };
    const visit = request({ from: "::ffff:10.0.0.5", headers });
    expect(behindEdge(visit)).toBeNull();
    expect(seen(visit, clientIpHeader)).toEqual(["198.51.100.9", "198.51.100.9"]);
    expect(seen(visit, "x-forwarded-proto")).toEqual(["https", "https"]);
  });

  test.each([
    ["x-forwarded-for", "203.0.113.9:5000", "203.0.113.9"],
    ["x-forwarded-for", "[2001:db8::1]:443", "2001:db8::1"],
    ["x-forwarded-for", "2001:DB8:0::1", "2001:db8::1"],
    ["x-forwarded-for", "::ffff:203.0.113.9", "203.0.113.9"],
    ["x-forwarded-for", "6.6.6.6, 203.0.113.9:5000, 10.0.1.2:80", "203.0.113.9"],
    ["x-forwarded-for", "6.6.6.6, unknown", "10.0.0.5"],
    ["x-forwarded-for", "6.6.6.6, 0x7f.1", "10.0.0.5"],
    ["x-forwarded-for", "6.6.6.6,", "10.0.0.5"],
    ["x-forwarded-for", "6.6.6.6, unknown, 10.0.1.2", "10.0.0.5"],
    ["forwarded", 'for=6.6.6.6, for="[2001:db8::1]:443";proto=https', "2001:db8::1"],
    ["forwarded", "for=6.6.6.6, for=203.0.113.9;by=10.0.0.5", "203.0.113.9"],
    ["forwarded", "for=6.6.6.6, for=_hidden", "10.0.0.5"],
    ["forwarded", "for=6.6.6.6, proto=https", "10.0.0.5"],
    ["forwarded", 'for="6.6.6.6', "10.0.0.5"],
  ])("%s: %s is read as %s, and never as an earlier entry", (name, value, address) => {
    const headers = { host: "people.example.com", [name]: value };
    const visit = request({ from: "10.0.0.5", headers });
    expect(behindEdge(visit)).toBeNull();
    expect(visit.headers[clientIpHeader]).toBe(address);
  });

  test("X-Forwarded-For counts where an edge sets both", () => {
    const headers = {
      host: "people.example.com",
      "x-forwarded-for": "203.0.113.9",
      forwarded: "for=6.6.6.6",
    };
    const visit = request({ from: "10.0.0.5", headers });
    behindEdge(visit);
    expect(visit.headers[clientIpHeader]).toBe("203.0.113.9");
  });

  test("an edge that says nothing useful stands for itself", () => {
    const visit = request({
      from: "10.0.0.5",
      headers: { host: "people.example.com", "x-forwarded-for": "unknown" },
    });
    behindEdge(visit);
    expect(visit.headers[clientIpHeader]).toBe("10.0.0.5");
  });
});

describe("[P27] [V12.2.1] what came without TLS", () => {
  const sent = (given: Parameters<typeof request>[0]) =>
    request({ ...given, headers: { host: "people.example.com", ...given.headers } });
  const inTheClear = { "x-forwarded-proto": "http" };

  test("a call is refused, and nothing leads it on", () => {
    for (const url of [
      "/api/v1/users",
      "/api/v1",
      "/api",
      "/api/v2/x",
      "http://people.example.com/api/v1",
    ]) {
      const turnedAway = behindEdge(sent({ from: "10.0.0.5", url, headers: inTheClear }));
      expect(turnedAway).toMatchObject({ status: 403, code: "tls_required", exposed: true });
      expect(turnedAway).not.toHaveProperty("location");
    }
  });

  test("a page leads to its address with TLS", () => {
    for (const url of ["/users?q=mia", "/apiary", "//evil.example/"]) {
      expect(behindEdge(sent({ from: "10.0.0.5", url, headers: inTheClear }))).toMatchObject({
        status: 308,
        location: `https://people.example.com${url}`,
      });
    }
  });

  test("health may be asked, and what the edge saw with TLS comes in", () => {
    const health = sent({ from: "10.0.0.5", url: "/api/health", headers: inTheClear });
    expect(behindEdge(health)).toBeNull();
    const safe = { "x-forwarded-proto": "https" };
    expect(behindEdge(sent({ from: "10.0.0.5", url: "/api/v1/users", headers: safe }))).toBeNull();
    expect(behindEdge(sent({ from: "10.0.1.9", url: "/api/v1/users" }))).toBeNull();
  });

  test("whoever comes past the edge came in the clear, whatever they claim", () => {
    const headers = { "x-forwarded-proto": "https" };
    expect(behindEdge(sent({ url: "/api/v1/users", headers }))).toMatchObject({ status: 403 });
    expect(behindEdge(sent({ url: "/users", headers }))).toMatchObject({ status: 308 });
  });

  test("a program on this machine may ask for metrics; a proxy on it never makes anyone a local", () => {
    const scrape = (more: object) => request({ url: "/api/metrics", from: "127.0.0.1", ...more });
    const isLocal = (door: typeof here, more: object) => {
      const visit = scrape(more);
      door(visit);
      return seen(visit, localHeader)[0] === "yes";
    };
    const configured = (env: object) =>
      frontDoor(
        readEnv({
          CASTELLAN_ORIGIN: "https://people.example.com",
          SMTP_URL: "smtp://mail",
          ...env,
        }),
      );
    expect(isLocal(configured({ TRUSTED_PROXY: "127.0.0.1" }), {})).toBe(false);
    expect(isLocal(configured({}), {})).toBe(false);
    expect(isLocal(behindEdge, { headers: { host: "people.example.com" } })).toBe(false);
    expect(isLocal(here, { headers: { host: "127.0.0.1:3000" } })).toBe(true);
    const own = scrape({});
    expect(behindEdge(own)).toBeNull();
    expect(seen(own, localHeader)).toEqual(["yes", "yes"]);
    for (const passedOn of ["x-forwarded-for", "forwarded", "via", "x-real-ip"]) {
      const proxied = scrape({ headers: { [passedOn]: "203.0.113.7", [localHeader]: "yes" } });
      here(proxied);
      expect(seen(proxied, localHeader)).toEqual([undefined]);
    }
    const far = request({ url: "/api/metrics", headers: { [localHeader]: "yes" } });
    expect(behindEdge(far)).toMatchObject({ status: 403 });
    expect(seen(far, localHeader)).toEqual([undefined]);
  });

  test("where the origin is this machine, nothing crosses a network", () => {
    expect(here(request({ url: "/api/v1/users", headers: inTheClear }))).toBeNull();
  });
});

describe("what is turned away", () => {
  test.each([
    ["TRACE [V13.4.4] [V4.1.4]", { method: "TRACE" }, 405],
    ["a whole address instead of a path", { url: "http://evil.example/" }, 400],
    ["another site's name", { headers: { host: "evil.example" } }, 421],
    [
      "another site's name that looks like ours",
      { headers: { host: "localhost.evil.example" } },
      421,
    ],
    [
      "two lengths [V4.2.1]",
      { method: "POST", headers: { "transfer-encoding": "chunked", "content-length": "3" } },
      400,
    ],
    [
      "an encoding nobody reads [V4.2.1]",
      { method: "POST", headers: { "transfer-encoding": "gzip, chunked" } },
      400,
    ],
    ["the image optimizer", { url: "/_next/image?url=%2Ficon.svg&w=64&q=75" }, 404],
    ["a detour to it", { url: "/x/%2e%2e/_next/image?url=x" }, 404],
    ["a form from nowhere", { method: "POST", url: "/sign-in" }, 403],
    [
      "a form from elsewhere",
      { method: "POST", url: "/sign-in", headers: { origin: "https://evil.example" } },
      403,
    ],
    ["a body above 1 MB", { method: "POST", headers: { "content-length": "1048577" } }, 413],
  ])("%s", (_, given, status) => {
    expect(here(request(given))).toMatchObject({ status });
  });

  test("a health probe may use any name", () => {
    expect(here(request({ url: "/api/health", headers: { host: "10.4.4.4:3000" } }))).toBeNull();
  });
});

describe("what comes in", () => {
  test("a host is compared as origins are, and everything behind the door sees the one name", () => {
    for (const host of [
      "people.example.com:443",
      "People.Example.com",
      "people.example.com.",
      "people.example.com.:443",
    ]) {
      const visit = request({ from: "10.0.0.5", headers: { host } });
      expect(behindEdge(visit), host).toBeNull();
      expect(seen(visit, "host")).toEqual(["people.example.com", "people.example.com"]);
    }
    for (const host of ["people.example.com:80", "people.example.com:8443", "a@people.example.com"])
      expect(behindEdge(request({ from: "10.0.0.5", headers: { host } }))).toMatchObject({
        status: 421,
      });
  });

  test("a chunked body does, and a form of our own pages", () => {
    const headers = { "transfer-encoding": "chunked", origin: "http://localhost:3000" };
    expect(here(request({ method: "POST", headers }))).toBeNull();
    const chunked = { "transfer-encoding": "Chunked" };
    expect(here(request({ method: "POST", url: "/api/v1/users", headers: chunked }))).toBeNull();
  });

  test("a path is the one it leads to, for everything behind the door", () => {
    for (const [url, path] of [
      ["/_next/../users", "/users"],
      ["/_next/%2e%2E/users?q=a/../b", "/users?q=a/../b"],
      ["/_next\\..\\users", "/users"],
      ["/a/./b//c", "/a/b//c"],
    ] as const) {
      const visit = request({ url });
      here(visit);
      expect(visit.url).toBe(path);
    }
  });
});

test("the REST handler answers its own paths and no look-alikes", () => {
  expect(
    ["/api/v1", "/api/v1/users", "/api/v1?x", "/api/health", "/api/health?x"].map(isApi),
  ).toEqual(Array(5).fill(true));
  expect(["/api/v10", "/api/healthy", "/users", "/api/auth/session"].map(isApi)).toEqual(
    Array(4).fill(false),
  );
});
