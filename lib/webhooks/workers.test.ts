import type { ChildProcess } from "node:child_process";
import { setTimeout as pass } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { killed, startProcess } from "@/lib/processes/testing";
import { editUser } from "@/lib/users/edit-user";
import { sendReset } from "@/lib/users/send-reset";
import { createWebhook } from "./create-webhook";
import type { Endpoint } from "./deliver/begin";
import { hangs, Receiver, reconcile, slow } from "./testing";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

const running: ChildProcess[] = [];
const receivers: Receiver[] = [];
beforeEach(() => owner("update webhook_endpoints set state = 'deleted'").then(() => {}));
afterEach(async () => {
  await Promise.all(running.splice(0).map(killed));
  await Promise.all(receivers.splice(0).map((receiver) => receiver.stop()));
});

async function worker(): Promise<ChildProcess> {
  const started = await startProcess(new URL("../processes/worker.ts", import.meta.url), {
    DATABASE_URL: installation.ownerUrl,
  });
  running.push(started);
  return started;
}

async function listening(): Promise<Endpoint & { there: Receiver }> {
  const there = await Receiver.start();
  receivers.push(there);
  const outcome = await execute(createWebhook, await cast.as("Adam"), {
    ...{ url: there.url, topics: ["user.edit"] },
  });
  if (!outcome.ok) throw new Error(outcome.code);
  return { accountId: cast.people.accountId, webhookId: outcome.value.webhookId, there };
}

let edits = 0;
async function somethingHappens(times: number): Promise<void> {
  const claim = await cast.as("Adam");
  for (let n = 0; n < times; n++) {
    const { userId } = cast.people.Mia;
    await execute(editUser, claim, { userId, title: `Painter ${++edits}` });
  }
}

async function until(what: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await pass(50)) {
    if (await what()) return;
  }
  throw new Error("it did not come to that in time");
}
const idsAt = (there: Receiver) => there.received.map(({ headers }) => headers["webhook-id"]);
const figures = (endpoint: Endpoint) => reconcile(installation, endpoint);
const allDelivered = async (endpoint: Endpoint) => {
  const { wanted, delivered } = await figures(endpoint);
  return delivered === wanted;
};

describe("a worker that is killed in the middle of a delivery", () => {
  test("[P37] leaves nothing lost: the next one sends it again, with the same id, and the attempt is told of", async () => {
    const endpoint = await listening();
    const { there } = endpoint;
    there.script.push(slow(60_000));
    const first = await worker();
    await somethingHappens(5);
    await until(() => there.received.length === 1);
    await killed(first);
    const left = await figures(endpoint);
    expect(left).toMatchObject({ wanted: 5, delivered: 0 });
    expect(left.pending).toBe(5);
    // half a minute passes, after which nobody can still be busy with it
    await owner("update webhook_endpoints set busy_until = now() where busy_with is not null");
    await worker();
    await until(() => allDelivered(endpoint));
    expect(await figures(endpoint)).toEqual({
      ...{ wanted: 5, delivered: 5, pending: 0, failed: 0, held: 0 },
    });
    const ids = idsAt(there);
    expect(ids).toHaveLength(6);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
    const attempts = await owner<{ outcome: string; number: number }>(
      "select outcome, number from webhook_attempts where endpoint_id = $1 and message_id = $2 order by at, number",
      [endpoint.webhookId, ids[0]],
    );
    expect(attempts).toEqual([
      { outcome: "interrupted", number: 1 },
      { outcome: "delivered", number: 2 },
    ]);
  }, 150_000);
});

describe("two workers", () => {
  test("deliver each message, none twice, and never two at once to one endpoint", async () => {
    const endpoints = [await listening(), await listening(), await listening()];
    for (const { there } of endpoints) there.usual = slow(15);
    await Promise.all([worker(), worker()]);
    await Promise.all([somethingHappens(20), somethingHappens(20)]);
    for (const endpoint of endpoints) await until(() => allDelivered(endpoint));
    for (const endpoint of endpoints) {
      const ids = idsAt(endpoint.there);
      expect(ids).toHaveLength(40);
      expect(new Set(ids).size).toBe(40);
      expect(Math.max(...endpoint.there.received.map(({ atOnce }) => atOnce))).toBe(1);
      expect(await figures(endpoint)).toMatchObject({ wanted: 40, delivered: 40 });
    }
  }, 150_000);

  test("are not delayed by endpoints that hang: neither the others, nor letters", async () => {
    const dead = await Promise.all(Array.from({ length: 12 }, () => listening()));
    for (const { there } of dead) there.usual = hangs;
    const well = await listening();
    await worker();
    await somethingHappens(3);
    await execute(sendReset, await cast.as("Olga"), { userId: cast.people.Mia.userId });
    const began = Date.now();
    await until(() => allDelivered(well));
    await until(async () => {
      const [letter] = await owner<{ state: string }>(
        "select state from letters order by created_at desc limit 1",
      );
      return letter?.state === "sent";
    });
    // each of the twelve that hang takes ten seconds for a single attempt
    expect(Date.now() - began).toBeLessThan(25_000);
    for (const endpoint of dead) {
      expect(await figures(endpoint)).toMatchObject({ wanted: 3, delivered: 0, pending: 3 });
    }
  }, 150_000);
});
