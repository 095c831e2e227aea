import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createApi } from "@/lib/api/api";
import type { Call } from "@/lib/api/call";
import { stageKey, stageSession } from "@/lib/cast/stage";
import { pageOfSession, testCast } from "@/lib/cast/testing";
import { pageHeader } from "@/lib/sessions/drawn";
import { testInstallation } from "@/lib/db/testing";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import { addressBlock } from "./limits";
import type { Spree } from "./spender";

vi.hoisted(() => {
  process.env.CASTELLAN_API_CALLS = "60"; // a tenth: a key 60, changes 6, our own pages 120, an account 300, an address 120
});

const { owner } = testInstallation();
const cast = testCast();
const calls: Call[] = [];
const api = createApi((call) => calls.push(call));

let addresses = 0;
const freshAddress = () => `198.51.100.${(addresses += 1)}`;

type Sent = { bearer?: string; cookie?: string; ip?: string; path?: string; body?: object };

async function send(method: string, { bearer, cookie, ip, path = "/me", body }: Sent) {
  const response = await api(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        ...(bearer && { authorization: `Bearer ${bearer}` }),
        ...(cookie && {
          cookie: `castellan-session=${cookie}`,
          origin: "http://localhost:3000",
          [pageHeader]: await pageOfSession(cookie),
        }),
        ...(body && { "content-type": "application/json" }),
      },
    }),
    { ip: ip ?? freshAddress() },
  );
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** How many calls ended with which status; forty at once, so that none is turned away for being too much. */
async function statuses(times: number, one: () => ReturnType<typeof send>) {
  const counted: Record<number, number> = {};
  for (let left = times; left > 0; left -= 40)
    for (const { status } of await Promise.all(Array.from({ length: Math.min(40, left) }, one)))
      counted[status] = (counted[status] ?? 0) + 1;
  return counted;
}

describe("[P22] [V2.4.1] [V4.1.5] a program that calls too often", () => {
  test("is told how it stands with each answer, and past the limit how long to wait", async () => {
    const { key } = await stageKey(cast.people.Adam);
    const first = await send("GET", { bearer: key, path: "/api-keys/current" });
    expect(first.status).toBe(200);
    expect(first.headers.get("ratelimit-policy")).toBe(
      '"address";q=120;w=60, "key";q=60;w=60, "account";q=300;w=60',
    );
    expect(first.headers.get("ratelimit")).toMatch(
      /^"address";r=119;t=(60|59), "key";r=59;t=(60|59), "account";r=299;t=(60|59)$/,
    );
    expect(
      await statuses(99, () => send("GET", { bearer: key, path: "/api-keys/current" })),
    ).toEqual({ 200: 59, 429: 40 });
    const refused = await send("GET", { bearer: key, path: "/api-keys/current" });
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.headers.get("ratelimit")).toContain('"key";r=0');
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait > 0 && wait <= 60).toBe(true);
    expect(JSON.parse(refused.body)).toMatchObject({ code: "too_many", status: 429 });
    expect((await send("GET", { bearer: (await stageKey(cast.people.Adam)).key })).status).toBe(
      403,
    );
  });

  test("a refused call is logged as a call of its account and operation", () => {
    const refused = calls.findLast(({ code }) => code === "too_many")!;
    expect([refused.operation, refused.route]).toEqual([
      "api_key.show_current",
      "/api-keys/current",
    ]);
    expect(refused.info.caller).toMatchObject({
      kind: "key",
      accountId: cast.people.accountId,
    });
  });

  test("may change less than it may read, and our own pages may more", async () => {
    const bearer = await stageSession(cast.people.Mia);
    const rename = { path: "/me", body: { title: "Painter" } };
    await send("GET", { bearer });
    const programs = await statuses(20, () => send("PATCH", { bearer, ...rename }));
    expect(programs[429]).toBe(14);
    const cookie = await stageSession(cast.people.Mia);
    await send("GET", { cookie });
    const pages = await statuses(40, () => send("PATCH", { cookie, ...rename }));
    expect(pages[429]).toBe(16);
    expect(await statuses(30, () => send("GET", { bearer }))).toEqual({ 200: 30 });
  });

  test("an account has a limit of its own, over all its keys", async () => {
    const keys = [];
    for (let n = 0; n < 7; n++) keys.push((await stageKey(cast.people.Olga)).key);
    const at = { path: "/api-keys/current" };
    for (const bearer of keys) await send("GET", { bearer, ...at });
    let admitted = 0;
    for (const bearer of keys) {
      const counted = await statuses(59, () => send("GET", { bearer, ...at }));
      admitted += counted[200] ?? 0;
    }
    // 7 × 59 = 413 were within the keys' own limits; what the tests before spent counts too
    expect(admitted).toBeLessThanOrEqual(293);
    expect(admitted).toBeGreaterThan(100);
    const other = await stageSession(cast.people.Nora);
    expect((await send("GET", { bearer: other })).status).toBe(200);
  });

  test("a session that was ended and a key that was revoked spend nothing of their account any more", async () => {
    const { Nora } = cast.people;
    const spends = async (bearer: string) => {
      const { headers, status } = await send("GET", { bearer, path: "/users" });
      return [status, headers.get("ratelimit")!.includes('"account"')];
    };
    const session = await stageSession(Nora);
    const { key } = await stageKey(Nora);
    for (const bearer of [session, key]) {
      await spends(bearer);
      expect(await spends(bearer)).toEqual([200, true]);
    }
    await owner("delete from sessions where person_id = $1", [Nora.personId]);
    await owner(
      "update api_keys set revoked_at = now(), revoked_because = 'person' where holder_id = $1",
      [Nora.userId],
    );
    for (const bearer of [session, key]) {
      await spends(bearer); // found dead
      expect(await spends(bearer)).toEqual([401, false]);
    }
  });

  test("what is refused before the gate, and a sign-in, do not make anyone unknown again", async () => {
    const { Nora } = cast.people;
    const cookie = await stageSession(Nora);
    await send("GET", { cookie });
    await send("DELETE", { cookie, path: "/activity" });
    await send("POST", {
      cookie,
      path: "/sessions",
      body: { email: Nora.email, password: "not hers at all" },
    });
    expect((await send("GET", { cookie })).headers.get("ratelimit")).toContain('"account"');
  });

  test("the first change of a key counts as one, though whose it is was not known before", async () => {
    const bearer = await stageSession(cast.people.Nora);
    const rename = { path: "/me", body: { title: "Sculptor" } };
    await send("PATCH", { bearer, ...rename });
    expect((await statuses(10, () => send("PATCH", { bearer, ...rename })))[429]).toBe(5);
  });

  test("whoever makes up keys spends the limit of their address, and fills nothing else", async () => {
    const ip = "2001:db8:1:2::1";
    const counters = async () =>
      (await owner<{ n: number }>("select count(*)::int as n from limits"))[0]!.n;
    const before = await counters();
    let n = 0;
    const counted = await statuses(150, () => {
      n += 1;
      return send("GET", { bearer: `${"made-up-token-".repeat(3)}${n}`, ip: `2001:db8:1:2::${n}` });
    });
    expect(counted).toEqual({ 401: 120, 429: 30 });
    expect(await counters()).toBe(before + 1);
    expect(addressBlock(ip)).toBe("2001:db8:1:2::/64");
    expect((await send("GET", { path: "/nothing/here", ip })).status).toBe(429);
  });

  test("a read costs no write: a few in all for a whole minute of them", async () => {
    const hits = await owner<{ hits: number }>("select hits from limits");
    expect(Math.max(...hits.map(({ hits }) => hits))).toBeLessThanOrEqual(25);
  });
});

describe("two processes that share a limit", () => {
  type Spender = Awaited<ReturnType<typeof startProcess>>;
  const spenders: Spender[] = [];
  beforeAll(async () => {
    for (let n = 0; n < 2; n++) {
      const spender = await startProcess(new URL("./spender.ts", import.meta.url));
      await nextMessage(spender);
      spenders.push(spender);
    }
  });
  afterAll(() => Promise.all(spenders.map(killed)));

  test.each([
    ["calls with a key or token", 60],
    ["changes with a key or token", 6],
    ["calls of an account", 300],
  ] as const)("never let more through together: %s", async (limit, quota) => {
    for (let round = 0; round < 3; round++) {
      const got = await Promise.all(
        spenders.map((spender) => {
          const spent = nextMessage<number>(spender);
          spender.send({ limit, what: `round ${round}`, calls: quota * 2 } satisfies Spree);
          return spent;
        }),
      );
      expect(got[0]! + got[1]!, `${got.join(" + ")}`).toBe(quota);
    }
  });
});
