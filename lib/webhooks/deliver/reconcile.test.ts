import { afterEach, beforeEach, expect, test } from "vitest";

import { chance } from "@/lib/cast/chance";
import { testCast } from "@/lib/cast/testing";
import { hour } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import type { AnyCommand } from "@/lib/gate/command";
import { execute } from "@/lib/gate/execute";
import { editUser } from "@/lib/users/edit-user";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { editWebhook } from "@/lib/webhooks/edit-webhook";
import { pauseWebhook } from "@/lib/webhooks/pause-webhook";
import { replayRange } from "@/lib/webhooks/replay-range";
import { resumeWebhook } from "@/lib/webhooks/resume-webhook";
import { type Answer, drops, ok, quick, Receiver, reconcile, says } from "@/lib/webhooks/testing";
import { begin, type Endpoint } from "./begin";
import { deliverDue } from "./deliver-due";
import { fanOut } from "./fan-out";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let there: Receiver;
beforeEach(async () => {
  there = await Receiver.start();
});
afterEach(() => there.stop());

/**
 * Two endpoints live through a hundred things that happen by chance, on a clock that goes on by hours: events, receivers that
 * come and go, pauses, replays, workers that die with a message in their hands. After each of them the figures add up, and in
 * the end everything has arrived.
 */
test.each([1, 2, 3])(
  "whatever happens, all that was wanted is delivered, pending, failed or held (%i)",
  { timeout: 240_000 },
  async (seed) => {
    await owner("update webhook_endpoints set state = 'deleted'");
    const by = chance(seed);
    const dice = (sides: number) => Math.floor(by.between(0, sides));
    const act = async (name: "Adam" | "Olga", verb: AnyCommand, input: object) =>
      execute(verb, await cast.as(name), input);
    const endpoints: Endpoint[] = [];
    for (const topics of [["user.edit"], ["*"]]) {
      const outcome = await execute(createWebhook, await cast.as("Olga"), {
        url: there.url,
        topics,
      });
      if (!outcome.ok) throw new Error(outcome.code);
      endpoints.push({ accountId: cast.people.accountId, webhookId: outcome.value.webhookId });
    }
    let now = Date.now();
    const wantedOf = (endpoint: Endpoint) => reconcile(installation, endpoint);

    for (let step = 0; step < 100; step++) {
      const endpoint = endpoints[dice(2)]!;
      const { accountId, webhookId } = endpoint;
      const happenings = [
        () => act("Adam", editUser, { userId: cast.people.Mia.userId, title: `Painter ${step}` }),
        () => act("Adam", editUser, { userId: cast.people.Pia.userId, title: `Sculptor ${step}` }),
        () => fanOut(accountId),
        () => fanOut(accountId),
        () => round(endpoint),
        () => round(endpoint),
        () => round(endpoint),
        () => dieWith(endpoint),
        () => answers(by.of([says(500), drops, says(429, { "retry-after": "99" })])),
        () => answers(ok),
        () => act("Olga", pauseWebhook, { webhookId }),
        () => act("Olga", resumeWebhook, { webhookId, held: ["replay", "leave"][dice(2)] }),
        () => act("Olga", replayRange, { webhookId }),
        () => act("Olga", editWebhook, { webhookId, thin: dice(2) === 1 }),
      ];
      await happenings[dice(happenings.length)]!();
      now += dice(3) * hour;
      for (const one of endpoints) {
        const { wanted, ...figures } = await wantedOf(one);
        const sum = Object.values(figures).reduce((all, n) => all + n, 0);
        expect({ step, sum }).toEqual({ step, sum: wanted });
      }
    }

    there.usual = ok;
    for (const endpoint of endpoints) {
      const { webhookId } = endpoint;
      await act("Olga", resumeWebhook, { webhookId, held: "replay" });
      await act("Olga", replayRange, { webhookId });
    }
    for (const endpoint of endpoints) {
      await fanOut(endpoint.accountId);
      for (let more: Date | null = new Date(now); more;) {
        now = Math.max(now + 1, more.getTime());
        more = await round(endpoint);
      }
      const figures = await wantedOf(endpoint);
      expect(figures).toMatchObject({ pending: 0, failed: 0, held: 0, delivered: figures.wanted });
      expect(figures.wanted).toBeGreaterThan(5);
    }
    expect(Math.max(...there.received.map(({ atOnce }) => atOnce))).toBe(1);

    async function answers(answer: Answer) {
      there.usual = answer;
    }
    function round(endpoint: Endpoint) {
      return deliverDue(endpoint, {
        ...{ at: new Date(now), circumstances: { limits: quick }, chance: () => by.between(0, 1) },
      });
    }
    /** Takes a message and is gone, before or after it was sent. */
    function dieWith(endpoint: Endpoint) {
      return inTransaction((db) => begin(db, endpoint, new Date(now)));
    }
  },
);
