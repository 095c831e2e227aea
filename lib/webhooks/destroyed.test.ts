import { afterEach, beforeEach, expect, test } from "vitest";

import { freshEmail } from "@/lib/cast/every-verb";
import { stageUser } from "@/lib/cast/stage";
import { claimOf, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { deleteUser } from "@/lib/users/delete-user";
import { editUser } from "@/lib/users/edit-user";
import { removeUser } from "@/lib/users/remove-user";
import { createWebhook } from "./create-webhook";
import { listDeliveries } from "./list-deliveries";
import { pauseWebhook } from "./pause-webhook";
import { replayDelivery } from "./replay-delivery";
import { showDelivery } from "./show-delivery";
import { letTimePass, Receiver, reconcile, says } from "./testing";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

const canary = "Zerberus Kanarienvogel";
let there: Receiver;
beforeEach(async () => {
  there = await Receiver.start();
});
afterEach(() => there.stop());

test("[P35] [P37] what webhooks hold of somebody goes with them for good; that there were messages stays", async () => {
  const { accountId } = cast.people;
  const outcome = await execute(createWebhook, await cast.as("Olga"), {
    ...{ url: there.url, topics: ["user.edit", "user.delete"] },
  });
  if (!outcome.ok) throw new Error(outcome.code);
  const endpoint = { accountId, ...outcome.value };
  // the receiver quotes what it was sent, so that what it answers holds it too
  there.usual = (response, request) => {
    void request;
    response.writeHead(200).end(there.received.at(-1)!.body);
  };
  const one = await someoneComes();
  // about them, by them, about others, and one that waits
  await execute(editUser, await cast.as("Olga"), { userId: one.userId, title: `${canary} I` });
  await execute(editUser, await claimOf(one), { userId: cast.people.Mia.userId, title: "By them" });
  await execute(editUser, await cast.as("Olga"), {
    userId: cast.people.Mia.userId,
    title: "Other",
  });
  await letTimePass(endpoint, shortly());
  there.usual = says(500);
  await execute(deleteUser, await cast.as("Olga"), { userId: one.userId });
  await letTimePass(endpoint, shortly());
  expect(await reconcile(installation, endpoint)).toMatchObject({ delivered: 3, pending: 1 });

  const deliveries = async () => {
    const listed = await ask(listDeliveries, await cast.as("Aria"), {
      ...{ webhookId: endpoint.webhookId },
    });
    if (!listed.ok) throw new Error(listed.code);
    return listed.value.data;
  };
  const shown = async () => {
    const all = [];
    for (const { id } of await deliveries()) {
      const outcome = await ask(showDelivery, await cast.as("Aria"), { deliveryId: id });
      if (!outcome.ok) throw new Error(outcome.code);
      all.push(outcome.value);
    }
    return all;
  };
  expect(JSON.stringify(await shown()).split(canary).length).toBeGreaterThan(4);

  const removed = await execute(removeUser, await cast.as("Olga"), {
    ...{ userId: one.userId, name: canary },
  });
  expect(removed).toMatchObject({ ok: true });

  const left = await shown();
  expect(JSON.stringify(left)).not.toContain(canary);
  expect(left).toHaveLength(4);
  expect(left.map(({ body }) => body === null)).toEqual([true, false, true, true]);
  for (const { tries, body } of left) {
    expect(tries).toHaveLength(1);
    expect(tries[0]!.excerpt === null).toBe(body === null);
    expect(tries[0]!.durationMs).toBeGreaterThan(0);
  }
  // what waited never goes out any more
  expect(left[0]).toMatchObject({ state: "failed", nextAt: null, may: [] });
  there.received.length = 0;
  await letTimePass(endpoint, new Date(Date.now() + 86_400_000));
  expect(there.received).toHaveLength(0);
  expect(
    await execute(replayDelivery, await cast.as("Olga"), { deliveryId: left[0]!.id }),
  ).toMatchObject({ code: "payload_destroyed" });
  expect(await owner("select 1 from webhook_messages where payload is null")).toHaveLength(3);
});

test("what was destroyed before its deliveries were made has failed from the start, and the queue comes to rest", async () => {
  const { accountId, Mia } = cast.people;
  const endpoints = [];
  for (const name of ["active", "paused"]) {
    const outcome = await execute(createWebhook, await cast.as("Olga"), {
      ...{ url: there.url, topics: ["user.edit"], description: name },
    });
    if (!outcome.ok) throw new Error(outcome.code);
    endpoints.push({ accountId, ...outcome.value });
  }
  const [active, paused] = endpoints as [(typeof endpoints)[0], (typeof endpoints)[0]];
  const one = await someoneComes();
  await execute(pauseWebhook, await cast.as("Olga"), { webhookId: paused.webhookId });
  await execute(editUser, await claimOf(one), { userId: Mia.userId, title: "By them" });
  await execute(editUser, await cast.as("Olga"), { userId: Mia.userId, title: "By another" });
  await execute(deleteUser, await cast.as("Olga"), { userId: one.userId });
  await execute(removeUser, await cast.as("Olga"), { userId: one.userId, name: canary });

  there.received.length = 0;
  expect((await letTimePass(active, shortly())).length).toBe(1);
  expect((await letTimePass(paused, shortly())).length).toBe(1);
  expect(there.received.map(({ body }) => body.includes("By another"))).toEqual([true]);
  const nothing = { pending: 0, delivered: 0, failed: 0, held: 0 };
  expect(await reconcile(installation, active)).toEqual({
    ...{ ...nothing, wanted: 2, delivered: 1, failed: 1 },
  });
  expect(await reconcile(installation, paused)).toEqual({
    ...{ ...nothing, wanted: 2, held: 1, failed: 1 },
  });
  expect(
    await owner(
      `select d.sequence::int, d.next_at, d.done_at is not null as done from webhook_deliveries d
       where d.state = 'failed' and d.endpoint_id = any ($1)`,
      [[active.webhookId, paused.webhookId]],
    ),
  ).toEqual(Array(2).fill({ sequence: 1, next_at: null, done: true }));
});

const shortly = () => new Date(Date.now() + 1_000);

const someoneComes = () =>
  inTransaction((db) =>
    stageUser(
      db,
      cast.people.accountId,
      { name: canary, email: freshEmail(), role: "administrator", status: "active" },
      "",
    ),
  );
