import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { stageKey, stageSession } from "@/lib/cast/stage";
import { keyClaim, testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { lettersTo } from "@/lib/mail/testing";
import { showMe } from "@/lib/people/show-me";
import { frontDoor } from "@/lib/processes/front-door";
import { turnAway } from "@/lib/processes/turn-away";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { listUsers } from "@/lib/users/list-users";

const { owner } = testInstallation();
const cast = testCast();

/** Our door behind an edge on this machine, which says what it was asked with. */
const door = frontDoor(
  readEnv({
    CASTELLAN_ORIGIN: "https://people.example.com",
    SMTP_URL: "smtp://mail",
    TRUSTED_PROXY: "127.0.0.1",
  }),
);
const logged: number[] = [];
const server = createServer((request, response) => {
  const turnedAway = door(request);
  if (turnedAway)
    void turnAway(request, response, turnedAway, (_, { status }) => logged.push(status));
  else response.end("in");
});
beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(() => void server.close());

/** Sent byte for byte, as a program would in the clear. */
function send(path: string, headers: Record<string, string>, method = "GET") {
  const lines = Object.entries({
    host: "people.example.com",
    "x-forwarded-for": "198.51.100.9",
    "x-forwarded-proto": "http",
    connection: "close",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return new Promise<{ status: number; text: string }>((done, fail) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes) => (text += String(bytes)));
    socket.on("error", fail);
    socket.on("close", () => done({ status: Number(text.split(" ")[1]), text }));
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  });
}

const works = async (key: string) => (await ask(listUsers, keyClaim(key), {})).ok;

describe("[P27] [V12.2.1] a key that was sent without encryption", () => {
  test("is refused without a redirect, works no more, and its holder and the owners are told", async () => {
    const { Adam, Olga, Otto, Aria } = cast.people;
    const { key, keyId } = await stageKey(Adam);
    const { status, text } = await send("/api/v1/users?q=mia", { authorization: `Bearer ${key}` });
    expect(status).toBe(403);
    expect(text).toContain('"code":"tls_required"');
    expect(text).not.toMatch(/^location:/im);
    expect(text).not.toContain(key);
    expect(await works(key)).toBe(false);

    for (const { personId } of [Adam, Olga, Otto])
      expect((await lettersTo({ personId }))[0]).toMatchObject({
        kind: "keyExposed",
        subject: "API key CI deploy was sent without encryption",
        text: expect.stringContaining(
          "Key CI deploy of the account Acme was sent without encryption and no longer works",
        ),
      });
    expect(await lettersTo(Aria)).toEqual([]);
    const feed = await ask(listActivity, await cast.as("Aria"), { object: keyId });
    expect(feed.ok && feed.value.data[0]).toMatchObject({
      action: "api_key.revoke_exposed",
      sentence: "The key CI deploy was sent without encryption and was revoked",
      requestId: /x-request-id: (\S+)/i.exec(text)![1],
      origin: { ip: "198.51.100.9" },
    });
  });

  test.each([
    ["in the address", (key: string) => send(`/api/v1/users?key=${key}`, {})],
    ["in a header of its own", (key: string) => send("/api/v1/users", { "x-api-key": key })],
    ["to no address of the API", (key: string) => send("/api/v2", { authorization: key })],
    ["to a page", (key: string) => send("/users", { authorization: `Bearer ${key}` })],
    ["with a method nobody knows", (key: string) => send("/api/v1", { "x-api-key": key }, "TRACE")],
    ["to another host", (key: string) => send("/api/v1/me", { host: "x", "x-api-key": key })],
  ])("also %s", async (_, sent) => {
    const { key } = await stageKey(cast.people.Adam);
    const { status } = await sent(key);
    expect([403, 308]).toContain(status);
    expect(await works(key)).toBe(false);
  });

  test("does not come back with a holder who was away", async () => {
    const { Mia } = cast.people;
    const olga = await cast.as("Olga");
    const { key, keyId } = await stageKey(Mia);
    await execute(pauseUser, olga, { userId: Mia.userId });
    await send("/api/v1/users", { authorization: `Bearer ${key}` });
    await execute(resumeUser, olga, { userId: Mia.userId });
    expect(
      await owner("select revoked_because as because from api_keys where id = $1", [keyId]),
    ).toEqual([{ because: "exposed" }]);
  });

  test("over TLS nothing happens to it, and nobody but the edge can say otherwise", async () => {
    const { key } = await stageKey(cast.people.Adam);
    const { text } = await send("/api/v1/users", {
      authorization: `Bearer ${key}`,
      "x-forwarded-proto": "https",
    });
    expect(text).toContain("in");
    expect(await works(key)).toBe(true);
  });

  test("unknown and mistyped ones are answered alike", async () => {
    const answers = new Set<string>();
    for (const secret of [`castellan_${"x".repeat(51)}`, "nothing", "y".repeat(43)]) {
      const { text } = await send("/api/v1/users", { authorization: `Bearer ${secret}` });
      answers.add(text.split("\r\n\r\n")[1]!);
    }
    expect(answers.size).toBe(1);
  });
});

test("a stranger who makes up keys in the clear is looked up sixty times a minute, and refused and logged as before", async () => {
  const address = "203.0.113.60";
  const from = { "x-forwarded-for": address };
  const { key } = await stageKey(cast.people.Adam);
  for (let n = 0; n < 60; n++)
    await send("/api/v1/users", { ...from, authorization: `Bearer ${"m".repeat(43)}` });
  logged.length = 0;
  const { status, text } = await send("/api/v1/users", { ...from, authorization: `Bearer ${key}` });
  expect(status).toBe(403);
  expect(text).toContain('"code":"tls_required"');
  expect(logged).toEqual([403]);
  expect(await works(key)).toBe(true);
  await send("/api/v1/users", {
    "x-forwarded-for": "203.0.113.61",
    authorization: `Bearer ${key}`,
  });
  expect(await works(key)).toBe(false);
});

test("a session whose token was sent without encryption ends, and its person is told", async () => {
  const { Otto } = cast.people;
  const token = await stageSession(Otto, "api");
  const other = await stageSession(Otto);
  await send("/api/v1/me", { authorization: `Bearer ${token}` });
  const me = (held: string) => ask(showMe, sessionClaim(held, testRequest()), {});
  expect(await me(token)).toMatchObject({ code: "unauthenticated" });
  expect(await me(other)).toMatchObject({ ok: true });
  expect((await lettersTo(Otto))[0]).toMatchObject({ kind: "sessionExposed" });
  const feed = await ask(listActivity, await cast.as("Aria"), { action: "session.end_exposed" });
  expect(feed.ok && feed.value.data[0]).toMatchObject({
    object: { id: Otto.userId },
    sentence: "A session of Otto Owner was sent without encryption and was ended",
  });
});
