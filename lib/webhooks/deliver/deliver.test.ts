import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { day, hour, minute, second } from "@/lib/clock";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { lettersTo } from "@/lib/mail/testing";
import { editUser } from "@/lib/users/edit-user";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { deleteWebhook } from "@/lib/webhooks/delete-webhook";
import { listDeliveries } from "@/lib/webhooks/list-deliveries";
import { pauseWebhook } from "@/lib/webhooks/pause-webhook";
import { previewReplay } from "@/lib/webhooks/preview-replay";
import { replayDelivery } from "@/lib/webhooks/replay-delivery";
import { replayRange } from "@/lib/webhooks/replay-range";
import { resumeWebhook } from "@/lib/webhooks/resume-webhook";
import { rotateSecret } from "@/lib/webhooks/rotate-secret";
import { showDelivery } from "@/lib/webhooks/show-delivery";
import { showWebhook } from "@/lib/webhooks/show-webhook";
import { testWebhook } from "@/lib/webhooks/test-webhook";
import {
  type Answer,
  bomb,
  drops,
  endless,
  hangs,
  hasty,
  letTimePass,
  ok,
  quick,
  Receiver,
  reconcile,
  says,
  selfSigned,
  slow,
} from "@/lib/webhooks/testing";
import { Webhook } from "standardwebhooks";
import type { Endpoint } from "./begin";
import { deliverDue } from "./deliver-due";
import { nextTry, pauses } from "./schedule";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const { as } = cast;

let there: Receiver;
beforeEach(async () => {
  there = await Receiver.start();
});
afterEach(() => there.stop());

/** An endpoint of Acme that is told of every edit of a user, and has the secret it is signed with. */
async function listening(more: object = {}): Promise<Endpoint & { secret: string }> {
  await owner("update webhook_endpoints set state = 'deleted'");
  const outcome = await execute(createWebhook, await as("Adam"), {
    ...{ url: there.url, topics: ["user.edit"] },
    ...more,
  });
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.says}`);
  return { accountId: cast.people.accountId, ...outcome.value };
}

let edits = 0;
async function somethingHappens(times = 1): Promise<void> {
  const claim = await as("Adam");
  for (let n = 0; n < times; n++) {
    const { userId } = cast.people.Mia;
    const outcome = await execute(editUser, claim, { userId, title: `Painter ${++edits}` });
    if (!outcome.ok) throw new Error(outcome.code);
  }
}
const inDays = (days: number) => new Date(Date.now() + days * day);
const shortly = () => new Date(Date.now() + second);
const show = async ({ webhookId }: Endpoint) => {
  const outcome = await ask(showWebhook, await as("Aria"), { webhookId });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
const deliveries = async ({ webhookId }: Endpoint, filter: object = {}) => {
  const outcome = await ask(listDeliveries, await as("Aria"), { webhookId, ...filter });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.data;
};
const details = async (deliveryId: string) => {
  const outcome = await ask(showDelivery, await as("Aria"), { deliveryId });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
const attempts = ({ webhookId }: Endpoint) =>
  owner<{ outcome: string; status: number | null; number: number; request_id: string }>(
    "select outcome, status, number, request_id from webhook_attempts where endpoint_id = $1 order by at, id",
    [webhookId],
  );

describe("a message", () => {
  test("[V4.1.5] tells of the event, in an envelope, signed, with the id it keeps", async () => {
    const endpoint = await listening();
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const [message] = there.received;
    const [event] = await owner<{ id: string; request_id: string; at: Date }>(
      "select id, request_id, at from activity where action = 'user.edit' order by at desc limit 1",
    );
    const { Adam, Mia } = cast.people;
    expect(JSON.parse(message!.body)).toEqual({
      specversion: "1.0",
      id: event!.id,
      source: `http://localhost:3000/accounts/${endpoint.accountId}`,
      type: "user.edit",
      subject: `user/${Mia.userId}`,
      time: event!.at.toISOString(),
      datacontenttype: "application/json",
      dataschema: "http://localhost:3000/api/v1/webhook-topics?topic=user.edit#1",
      sequence: "0000000000000001",
      requestid: event!.request_id,
      data: {
        actor: { kind: "user", id: Adam.userId, name: Adam.name },
        object: { kind: "user", id: Mia.userId, name: Mia.name },
        changes: [{ field: "title", from: Mia.title, to: `Painter ${edits}` }],
        particulars: {},
        source: "api",
        sentence: `${Adam.name} changed ${Mia.name}'s title`,
      },
    });
    expect(message!.headers["webhook-id"]).toBe(event!.id);
    expect(() =>
      new Webhook(endpoint.secret).verify(message!.body, message!.headers),
    ).not.toThrow();
    for (const changed of [
      { body: message!.body.replace("Painter", "Sculptor") },
      { headers: { ...message!.headers, "webhook-timestamp": "1700000000" } },
      { headers: { ...message!.headers, "webhook-id": "another" } },
    ]) {
      const { body, headers } = { ...message!, ...changed };
      expect(() => new Webhook(endpoint.secret).verify(body, headers)).toThrow();
    }
  });

  test("says who and what by their ids alone, when it is to be thin", async () => {
    const endpoint = await listening({ thin: true });
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const { data, type } = JSON.parse(there.received[0]!.body) as { data: unknown; type: string };
    expect(type).toBe("user.edit");
    expect(data).toEqual({
      actor: { kind: "user", id: cast.people.Adam.userId },
      object: { kind: "user", id: cast.people.Mia.userId },
    });
    expect(there.received[0]!.body).not.toMatch(/Adam|Mia|Painter/);
  });

  test("is signed by both secrets during a rotation", async () => {
    const endpoint = await listening();
    const rotated = await execute(rotateSecret, await as("Olga"), endpoint_(endpoint));
    if (!rotated.ok) throw new Error(rotated.code);
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const { body, headers } = there.received[0]!;
    for (const secret of [endpoint.secret, rotated.value.secret]) {
      expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    }
    await owner("update webhook_secrets set expires_at = now() where expires_at is not null");
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const later = there.received[1]!;
    expect(() => new Webhook(endpoint.secret).verify(later.body, later.headers)).toThrow();
    expect(() => new Webhook(rotated.value.secret).verify(later.body, later.headers)).not.toThrow();
  });

  test("is written only for topics somebody wants, and not for what was refused or undone", async () => {
    const endpoint = await listening({ topics: ["user.pause"] });
    const before = await owner("select 1 from webhook_messages");
    await somethingHappens();
    await execute(editUser, await as("Mia"), { userId: cast.people.Adam.userId, title: "x" });
    expect(await owner("select 1 from webhook_messages")).toHaveLength(before.length);
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 0, pending: 0 });
  });

  test("carries the request id of its change to every attempt", async () => {
    const endpoint = await listening();
    there.script.push(says(500));
    const claim = await as("Adam");
    await execute(editUser, claim, { userId: cast.people.Mia.userId, title: `Painter ${++edits}` });
    await letTimePass(endpoint, inDays(1));
    expect((await attempts(endpoint)).map(({ request_id }) => request_id)).toEqual([
      claim.request.id,
      claim.request.id,
    ]);
    const [listed] = await deliveries(endpoint, { request: claim.request.id });
    expect(listed).toMatchObject({ requestId: claim.request.id, state: "delivered" });
  });

  test("comes in the order of the sequence, each number once", async () => {
    const endpoint = await listening();
    await somethingHappens(20);
    await letTimePass(endpoint, shortly());
    const numbers = there.received.map(({ body }) =>
      Number((JSON.parse(body) as { sequence: string }).sequence),
    );
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(Math.max(...there.received.map(({ atOnce }) => atOnce))).toBe(1);
  });
});

const endpoint_ = ({ webhookId }: Endpoint) => ({ webhookId });

describe("the schedule", () => {
  test("is ten attempts over about three days, each up to a fifth late", () => {
    const start = new Date(0);
    const total = (chance: number) => {
      let at = start;
      for (let n = 1; ; n++) {
        const next = nextTry(at, n, null, chance);
        if (!next) return { attempts: n, after: at.getTime() / day };
        at = next;
      }
    };
    expect(total(0)).toEqual({ attempts: 10, after: expect.closeTo(2.86, 1) });
    expect(total(1)).toEqual({ attempts: 10, after: expect.closeTo(3.43, 1) });
    expect(pauses).toHaveLength(9);
  });

  test("gives a receiver the time it asks for, within bounds", () => {
    const at = new Date(0);
    expect(nextTry(at, 1, 3_600, 0)!.getTime()).toBe(hour);
    expect(nextTry(at, 1, 10_000_000, 0)!.getTime()).toBe(12 * hour);
    expect(nextTry(at, 5, 1, 0)!.getTime()).toBe(2 * hour);
  });
});

describe("[P37] a receiver that", () => {
  test.each<[string, Answer, string, number | null]>([
    ["is slow", slow(9_000), "timeout", null],
    ["hangs", hangs, "timeout", null],
    ["hangs up", drops, "connection", null],
    ["answers 500", says(500, {}, "boom"), "status", 500],
    ["answers 404", says(404), "status", 404],
    ["redirects inside", says(307, { location: "http://169.254.169.254/" }), "redirect", 307],
    ["answers 429", says(429, { "retry-after": "30" }), "limited", 429],
  ])(
    "%s is tried again, and gets the same message with the same id",
    async (_what, answer, outcome, status) => {
      const endpoint = await listening();
      there.script.push(answer);
      await somethingHappens();
      await letTimePass(endpoint, inDays(1));
      expect(await attempts(endpoint)).toMatchObject([
        { outcome, status, number: 1 },
        { outcome: "delivered", status: 204, number: 2 },
      ]);
      const [first, second_] = there.received;
      expect(second_!.headers["webhook-id"]).toBe(first!.headers["webhook-id"]);
      expect(second_!.body).toBe(first!.body);
      expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 1, delivered: 1 });
    },
  );

  test.each<[string, Answer]>([
    ["answers with a gzip bomb", bomb()],
    ["never stops answering", endless],
  ])("%s has got the message, and costs nothing more", async (_what, answer) => {
    const endpoint = await listening();
    there.usual = answer;
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    expect(await attempts(endpoint)).toMatchObject([{ outcome: "delivered", status: 200 }]);
    const [delivery] = await deliveries(endpoint);
    const { tries } = await details(delivery!.id);
    expect(tries[0]!.bytesIn).toBeLessThanOrEqual(quick.body);
    expect(tries[0]!.excerpt!.responseBody.length).toBeLessThanOrEqual(1_024);
  });

  test("has a wrong certificate gets nothing", async () => {
    const secure = await Receiver.start(selfSigned("localhost"));
    const endpoint = await listening({ url: secure.url });
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    expect(await attempts(endpoint)).toMatchObject([{ outcome: "certificate", status: null }]);
    expect(secure.received).toHaveLength(0);
    await secure.stop();
  });

  test("asks for time gets it, and so does everything that waits behind", async () => {
    const endpoint = await listening();
    there.script.push(says(429, { "retry-after": "600" }));
    await somethingHappens(3);
    const start = Date.now();
    const rounds = await letTimePass(endpoint, inDays(1));
    const [, second_] = rounds;
    expect(second_!.getTime() - start).toBeGreaterThanOrEqual(10 * minute - second);
    expect(there.received).toHaveLength(4);
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 3, delivered: 3 });
  });

  test("never takes a message is given up on it after three days", async () => {
    const endpoint = await listening();
    there.usual = says(500);
    await somethingHappens();
    const rounds = await letTimePass(endpoint, inDays(4.9));
    expect(there.received).toHaveLength(10);
    expect((rounds.at(-1)!.getTime() - rounds[0]!.getTime()) / day).toBeCloseTo(2.86, 1);
    expect(await reconcile(installation, endpoint)).toEqual({
      ...{ wanted: 1, delivered: 0, pending: 0, failed: 1, held: 0 },
    });
    const [delivery] = await deliveries(endpoint);
    expect(delivery).toMatchObject({
      state: "failed",
      attempts: 10,
      lastStatus: 500,
      nextAt: null,
    });
    expect((await details(delivery!.id)).tries).toHaveLength(10);
  });

  test("is down for two days misses nothing", { timeout: 120_000 }, async () => {
    const endpoint = await listening();
    const { port } = there;
    await there.stop();
    await somethingHappens(12);
    const start = Date.now();
    await letTimePass(endpoint, new Date(start + 2 * day));
    const down = await reconcile(installation, endpoint);
    expect(down).toMatchObject({ wanted: 12, delivered: 0, failed: 0, pending: 12, held: 0 });
    there = await Receiver.start(undefined, port);
    // time stood at two days when the receiver came back
    let next: Date | null = new Date(start + 2 * day);
    while (next) {
      const at: Date = next;
      next = await deliverDue(endpoint, { at, circumstances: { limits: quick }, chance: () => 0 });
    }
    expect(await reconcile(installation, endpoint)).toEqual({
      ...{ wanted: 12, delivered: 12, pending: 0, failed: 0, held: 0 },
    });
    const ids = there.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(12);
    expect((await show(endpoint)).failingSince).toBeNull();
  });
});

describe("an endpoint where nothing arrives", () => {
  test(
    "costs no more than a moment now and then, however much waits for it",
    { timeout: 120_000 },
    async () => {
      const endpoint = await listening();
      there.usual = hangs;
      await somethingHappens(60);
      const start = Date.now();
      await letTimePass(endpoint, new Date(start + hour), { limits: hasty });
      // every five minutes, after a few quicker tries at the start
      expect((await attempts(endpoint)).length).toBeLessThan(20);
    },
  );

  test(
    "is disabled after five days; owners are told at half that time and then, once each; nothing is lost",
    { timeout: 120_000 },
    async () => {
      const endpoint = await listening();
      there.usual = says(503);
      await somethingHappens(3);
      const start = Date.now();
      const kinds = async () =>
        (await lettersTo(cast.people.Olga))
          .map(({ kind }) => kind)
          .filter((kind) => kind.startsWith("webhook"));
      const before = (await kinds()).length;
      const told = async () => (await kinds()).slice(0, (await kinds()).length - before);

      await letTimePass(endpoint, new Date(start + 2.4 * day));
      expect(await told()).toEqual([]);
      await letTimePassFrom(endpoint, start + 2.4 * day, start + 2.9 * day);
      expect(await told()).toEqual(["webhookFailing"]);
      await somethingHappens(4); // so that there is something to try on the last days
      await letTimePassFrom(endpoint, start + 2.9 * day, start + 6 * day);
      expect(await told()).toEqual(["webhookDisabled", "webhookFailing"]);

      expect(await show(endpoint)).toMatchObject({ state: "disabled", because: "failing" });
      await somethingHappens(2);
      await letTimePassFrom(endpoint, start + 6 * day, start + 7 * day);
      const figures = await reconcile(installation, endpoint);
      expect(figures).toMatchObject({ wanted: 9, delivered: 0, pending: 0 });
      expect(figures.held + figures.failed).toBe(9);
      expect(figures.held).toBeGreaterThanOrEqual(2);
      expect(await told()).toHaveLength(2);

      there.usual = ok;
      there.received.length = 0;
      const resumed = await execute(resumeWebhook, await as("Olga"), {
        ...endpoint_(endpoint),
        held: "replay",
      });
      expect(resumed).toMatchObject({ value: { replayed: figures.held, held: 0 } });
      const range = await execute(replayRange, await as("Olga"), endpoint_(endpoint));
      expect(range).toMatchObject({ value: { replayed: figures.failed, more: false } });
      await letTimePass(endpoint, shortly());
      expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 9, delivered: 9 });
      expect(new Set(there.received.map(({ headers }) => headers["webhook-id"])).size).toBe(9);
    },
  );

  /** Goes on at a moment of the simulated clock. */
  async function letTimePassFrom(endpoint: Endpoint, from: number, until: number) {
    const { fanOut } = await import("./fan-out");
    await fanOut(endpoint.accountId);
    let at = new Date(from);
    while (at.getTime() <= until) {
      const next = await deliverDue(endpoint, {
        ...{ at, circumstances: { limits: quick }, chance: () => 0 },
      });
      if (!next) break;
      at = new Date(Math.max(next.getTime(), at.getTime() + 1));
    }
  }

  test("that answers 410 is disabled at once, and holds what comes", async () => {
    const endpoint = await listening();
    there.usual = says(410);
    await somethingHappens(3);
    await letTimePass(endpoint, shortly());
    expect(there.received).toHaveLength(1);
    expect(await show(endpoint)).toMatchObject({ state: "disabled", because: "gone" });
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 3, held: 3 });
    expect((await lettersTo(cast.people.Otto))[0]!.kind).toBe("webhookGone");
    const [event] = await owner<{ actor_kind: string }>(
      "select actor_kind from activity where action = 'webhook.disable' and object_id = $1",
      [endpoint.webhookId],
    );
    expect(event).toEqual({ actor_kind: "system" });
  });
});

describe("a paused endpoint", () => {
  test("holds what waits and what comes, and whoever resumes it says what becomes of them", async () => {
    const endpoint = await listening();
    there.script.push(says(500));
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const paused = await execute(pauseWebhook, await as("Adam"), endpoint_(endpoint));
    expect(paused).toMatchObject({ value: { held: 1 } });
    await somethingHappens(2);
    await letTimePass(endpoint, inDays(1));
    expect(there.received).toHaveLength(1);
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 3, held: 3 });

    const resume = (held: string | undefined) =>
      as("Adam").then((claim) => execute(resumeWebhook, claim, { ...endpoint_(endpoint), held }));
    expect(await resume(undefined)).toMatchObject({ code: "invalid" });
    expect(await resume("leave")).toMatchObject({ value: { replayed: 0, held: 3 } });
    expect(await resume("leave")).toMatchObject({ code: "webhook_active" });
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    expect(await reconcile(installation, endpoint)).toMatchObject({ held: 3, delivered: 1 });

    const [held] = await deliveries(endpoint, { state: "held" });
    const one = { deliveryId: held!.id };
    expect(await ask(showDelivery, await as("Adam"), one)).toMatchObject({
      value: { may: ["webhook.replay"] },
    });
    expect(held!.may).toEqual([]); // Aria audits
    expect(await execute(replayDelivery, await as("Adam"), one)).toMatchObject({ ok: true });
    expect(await execute(replayDelivery, await as("Adam"), one)).toMatchObject({
      code: "already_on_its_way",
    });
    await letTimePass(endpoint, shortly());
    expect(await reconcile(installation, endpoint)).toMatchObject({ held: 2, delivered: 2 });
  });
});

describe("replaying many", () => {
  test("says how many first, by state, topic and time, and sends them with the ids they had", async () => {
    const endpoint = await listening();
    await somethingHappens(6);
    await letTimePass(endpoint, shortly());
    const ids = there.received.map(({ headers }) => headers["webhook-id"]);
    const all = { ...endpoint_(endpoint), state: "delivered" };
    const listed = await deliveries(endpoint);
    const messages = await owner<{ at: Date }>(
      "select at from webhook_messages m join webhook_deliveries d on d.message_id = m.id where d.endpoint_id = $1 order by at",
      [endpoint.webhookId],
    );
    const preview = async (more: object) =>
      ask(previewReplay, await as("Adam"), { ...all, ...more });
    expect(listed).toHaveLength(6);
    expect(await preview({})).toMatchObject({ value: { count: 6, delivered: 6 } });
    expect(await preview({ state: "failed" })).toMatchObject({ value: { count: 0 } });
    expect(await preview({ topic: "user.pause" })).toMatchObject({ value: { count: 0 } });
    expect(await preview({ from: messages[4]!.at.toISOString() })).toMatchObject({
      value: { count: 2 },
    });
    expect(await preview({ to: messages[4]!.at.toISOString() })).toMatchObject({
      value: { count: 4 },
    });
    there.received.length = 0;
    const replayed = await execute(replayRange, await as("Adam"), {
      ...all,
      ...{ from: messages[2]!.at.toISOString() },
    });
    expect(replayed).toMatchObject({ value: { replayed: 4, more: false } });
    await letTimePass(endpoint, shortly());
    expect(there.received.map(({ headers }) => headers["webhook-id"])).toEqual(ids.slice(2));
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 6, delivered: 6 });
  });

  test("to an endpoint that rests is refused, with the way out", async () => {
    const endpoint = await listening();
    await execute(pauseWebhook, await as("Adam"), endpoint_(endpoint));
    expect(await execute(replayRange, await as("Adam"), endpoint_(endpoint))).toMatchObject({
      code: "webhook_at_rest",
      says: expect.stringContaining("Resume"),
    });
  });
});

describe("a test", () => {
  test("is sent at once, also to an endpoint that is paused, and once", async () => {
    const endpoint = await listening();
    await execute(pauseWebhook, await as("Adam"), endpoint_(endpoint));
    there.usual = says(500, {}, "not yet");
    const sent = await execute(testWebhook, await as("Adam"), endpoint_(endpoint));
    if (!sent.ok) throw new Error(sent.code);
    await letTimePass(endpoint, inDays(1));
    expect(there.received).toHaveLength(1);
    const { body, headers } = there.received[0]!;
    expect(() => new Webhook(endpoint.secret).verify(body, headers)).not.toThrow();
    expect(JSON.parse(body)).toMatchObject({ type: "webhook.test" });
    expect(await details(sent.value.deliveryId)).toMatchObject({
      ...{ state: "failed", test: true, attempts: 1, body },
      tries: [{ outcome: "status", status: 500, excerpt: { responseBody: "not yet" } }],
    });
    expect(await show(endpoint)).toMatchObject({ failingSince: null });
    expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 0, failed: 0 });
  });

  test("is limited", async () => {
    const endpoint = await listening();
    const claim = await as("Adam");
    let last = await execute(testWebhook, claim, endpoint_(endpoint));
    for (let n = 0; n < 61 && last.ok; n++)
      last = await execute(testWebhook, claim, endpoint_(endpoint));
    expect(last).toMatchObject({ code: "too_many", retryAfter: expect.any(Number) });
  });
});

test("what is answered is kept as a short text, with why it failed in words", async () => {
  const endpoint = await listening();
  there.script.push(says(503, { "content-type": "text/html" }, "<h1>Busy</h1>".repeat(500)));
  await somethingHappens();
  await letTimePass(endpoint, inDays(1));
  const [delivery] = await deliveries(endpoint);
  const { tries, body } = await details(delivery!.id);
  expect(body).toBe(there.received[0]!.body);
  expect(tries.map(({ number }) => number)).toEqual([2, 1]);
  expect(tries[1]).toMatchObject({
    outcome: "status",
    excerpt: {
      says: "It answered 503.",
      contentType: "text/html",
      requestHeaders: { "webhook-id": delivery!.messageId },
    },
  });
  expect(tries[1]!.excerpt!.responseBody).toHaveLength(1_024);
});

test("a deleted endpoint is sent nothing more, and what waited is given up", async () => {
  const endpoint = await listening();
  await somethingHappens(2);
  await execute(deleteWebhook, await as("Adam"), endpoint_(endpoint));
  await letTimePass(endpoint, inDays(1));
  expect(there.received).toHaveLength(0);
  expect(await reconcile(installation, endpoint)).toMatchObject({ wanted: 2, failed: 2 });
});
