import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { editUser } from "@/lib/users/edit-user";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { pauseWebhook } from "@/lib/webhooks/pause-webhook";
import { letTimePass, Receiver, reconcile } from "@/lib/webhooks/testing";
import { tidyMessages, wakeOverdue } from "./overdue";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let there: Receiver;
beforeEach(async () => {
  there = await Receiver.start();
});
afterEach(() => there.stop());

async function listening() {
  await owner("update webhook_endpoints set state = 'deleted'");
  const outcome = await execute(createWebhook, await cast.as("Adam"), {
    ...{ url: there.url, topics: ["user.edit"] },
  });
  if (!outcome.ok) throw new Error(outcome.code);
  return { accountId: cast.people.accountId, ...outcome.value };
}
let edits = 0;
const somethingHappens = async () =>
  execute(editUser, await cast.as("Adam"), {
    ...{ userId: cast.people.Mia.userId, title: `Painter ${++edits}` },
  });
const shortly = () => new Date(Date.now() + 1_000);

describe("a queue that has lost its jobs", () => {
  test("is told again what waits, to be sent and to be delivered", async () => {
    const endpoint = await listening();
    await somethingHappens();
    const loseJobs = () =>
      owner("select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs");
    await loseJobs();
    await workOff(installation.ownerUrl);
    expect(there.received).toHaveLength(0);

    await inTransaction(wakeOverdue); // a minute has not passed yet
    await workOff(installation.ownerUrl);
    expect(there.received).toHaveLength(0);

    await owner("update webhook_messages set at = at - interval '2 minutes'");
    await owner("update webhook_endpoints set created_at = created_at - interval '5 minutes'");
    await inTransaction(wakeOverdue);
    const [fanOutJob] = await owner<{ task: string }>(
      "select task_identifier as task from graphile_worker.jobs",
    );
    expect(fanOutJob).toEqual({ task: "fan_out" });
    await workOff(installation.ownerUrl);
    expect(there.received).toHaveLength(1);

    await somethingHappens();
    const { fanOut } = await import("./fan-out");
    await fanOut(endpoint.accountId);
    await loseJobs();
    await owner(
      "update webhook_deliveries set next_at = next_at - interval '2 minutes' where state = 'pending'",
    );
    await inTransaction(wakeOverdue);
    await workOff(installation.ownerUrl);
    expect(there.received).toHaveLength(2);
    expect(await reconcile(installation, endpoint)).toMatchObject({ delivered: 2, pending: 0 });
  });
});

describe("[V14.2.7] what is past the retention", () => {
  test("goes, but never what still waits or is held, and never within thirty days", async () => {
    const endpoint = await listening();
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    await execute(pauseWebhook, await cast.as("Adam"), { webhookId: endpoint.webhookId });
    await somethingHappens();
    await letTimePass(endpoint, shortly());
    const count = async () =>
      (await reconcile(installation, endpoint)) satisfies Record<string, number>;
    const age = (days: number) =>
      owner("update webhook_messages set at = now() - $1 * interval '1 day'", [days]);

    await owner("update settings set call_retention_days = 30");
    await age(29);
    await tidyMessages();
    expect(await count()).toMatchObject({ delivered: 1, held: 1 });
    await age(31);
    await tidyMessages();
    expect(await count()).toMatchObject({ delivered: 0, held: 1 });
    await expect(owner("update settings set call_retention_days = 29")).rejects.toThrow(
      "settings_keep_calls_30_days",
    );
  });

  test("attempts are dropped by the day, and those of the last thirty days stay", async () => {
    const at = (days: number) => new Date(Date.now() - days * day).toISOString().slice(0, 10);
    await owner("select castellan.make_days('webhook_attempts', $1, $2)", [at(40), at(3)]);
    const days = () =>
      owner<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'webhook_attempts'::regclass",
      ).then((rows) => rows.map(({ name }) => name));
    const named = (n: number) => `webhook_attempts_${at(n).replaceAll("-", "_")}`;
    expect(await days()).toContain(named(31));
    await owner("update settings set call_retention_days = 30");
    await owner("select castellan.drop_days('webhook_attempts', gen_random_uuid())");
    expect(await days()).not.toContain(named(31));
    expect(await days()).toContain(named(30));
  });
});
