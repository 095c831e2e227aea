import { describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { unstageWebhooks } from "@/lib/cast/stage-webhook";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { createWebhook } from "./create-webhook";
import { deleteWebhook } from "./delete-webhook";
import { editWebhook } from "./edit-webhook";
import { listWebhooks } from "./list-webhooks";
import { rotateSecret } from "./rotate-secret";
import { showWebhook } from "./show-webhook";
import { MOST_WEBHOOKS } from "./webhook";

const { owner } = testInstallation();
const cast = testCast();
const { as } = cast;

const here = { url: "http://127.0.0.1:9/hook", topics: ["user.pause", "user.resume"] };

async function create(more: object = {}) {
  const outcome = await execute(createWebhook, await as("Adam"), { ...here, ...more });
  if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.says}`);
  return outcome.value;
}
async function show(webhookId: string) {
  const outcome = await ask(showWebhook, await as("Aria"), { webhookId });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
}

describe("setting up a webhook", () => {
  test("shows the secret once, and never again", async () => {
    const { webhookId, secret } = await create({ description: "Payroll", thin: true });
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const shown = await show(webhookId);
    expect(shown).toMatchObject({
      ...here,
      ...{ description: "Payroll", thin: true, state: "active", sequence: 0 },
      counts: { pending: 0, held: 0, failed: 0 },
    });
    expect(shown.secrets).toHaveLength(1);
    const listed = await ask(listWebhooks, await as("Aria"), {});
    expect(JSON.stringify([shown, listed])).not.toContain(secret.slice(6));
    const [told] = await owner("select action, outcome from activity where object_id = $1", [
      webhookId,
    ]);
    expect(told).toEqual({ action: "webhook.create", outcome: "ok" });
  });

  test("[V7.5.3] needs a password that was given lately", async () => {
    const claim = await as("Adam");
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(createWebhook, claim, here)).toMatchObject({ code: "step_up_required" });
    expect(
      await execute(createWebhook, claim, { ...here, password: "not this one at all" }),
    ).toMatchObject({ code: "wrong_password" });
  });

  test.each([
    ["http://10.0.0.1/", "private or special network"],
    ["https://93.184.215.14:99/", "Only the ports"],
    ["http://93.184.215.14/", "Only https://"],
    ["https://user:pw@hooks.example.com/", "user name or password"],
    ["javascript:alert(1)", "Only https://"],
    ["https://printer.local/", "inside a network"],
  ])("to %s is refused with the exact reason", async (url, reason) => {
    const outcome = await execute(createWebhook, await as("Adam"), { ...here, url });
    expect(outcome).toMatchObject({
      code: "webhook_url_refused",
      says: expect.stringContaining(reason),
      fields: { url: expect.stringContaining(reason) },
    });
  });

  test.each([
    [[], "at least one"],
    [["user.teleport"], "does not exist"],
    [["*", "user.pause"], "not both"],
    [["webhook.test"], "does not exist"],
  ])("for the topics %j is refused", async (topics, reason) => {
    expect(await execute(createWebhook, await as("Adam"), { ...here, topics })).toMatchObject({
      code: "invalid",
      fields: { topics: expect.stringContaining(reason) },
    });
  });

  test("[V2.3.2] ends at twenty, also when all are asked for at once", async () => {
    await unstageWebhooks(cast.people.accountId);
    const claim = await as("Olga");
    const outcomes = await Promise.all(
      Array.from({ length: MOST_WEBHOOKS + 5 }, () => execute(createWebhook, claim, here)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(MOST_WEBHOOKS);
    const refused = outcomes.filter(({ ok }) => !ok);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({
        code: "too_many_webhooks",
        says: expect.stringContaining("Delete one"),
      });
    }
    await unstageWebhooks(cast.people.accountId);
  });
});

describe("changing a webhook", () => {
  test("tells what was before and after, and nothing when nothing changed", async () => {
    const { webhookId } = await create();
    const edited = { webhookId, topics: ["*"], description: "All of it" };
    expect(await execute(editWebhook, await as("Olga"), edited)).toMatchObject({ ok: true });
    expect(await show(webhookId)).toMatchObject({ topics: ["*"], description: "All of it" });
    expect(await execute(editWebhook, await as("Olga"), edited)).toMatchObject({ ok: true });
    expect(
      await owner("select 1 from activity where object_id = $1 and action = 'webhook.edit'", [
        webhookId,
      ]),
    ).toHaveLength(1);
  });

  test("that someone else changed meanwhile is refused", async () => {
    const { webhookId } = await create();
    const { version } = await show(webhookId);
    const expects = version;
    await execute(editWebhook, await as("Olga"), { webhookId, thin: true }, { expects });
    expect(
      await execute(editWebhook, await as("Adam"), { webhookId, thin: false }, { expects }),
    ).toMatchObject({ code: "changed_since" });
  });

  test("[V7.5.3] has more sent, or sent elsewhere, with a password that was given lately only", async () => {
    const { webhookId } = await create({ thin: true });
    const claim = await as("Adam");
    const edit = (change: object) => execute(editWebhook, claim, { webhookId, ...change });
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    const url = "http://127.0.0.1:9/another";
    for (const change of [{ url }, { topics: ["*"] }, { thin: false }]) {
      expect(await edit(change)).toMatchObject({ code: "step_up_required" });
    }
    expect(await edit({ url, password: "not this one" })).toMatchObject({ code: "wrong_password" });
    expect(await show(webhookId)).toMatchObject({ ...here, thin: true });
    for (const change of [{ description: "Payroll" }, { ...here, thin: true }]) {
      expect(await edit(change)).toMatchObject({ ok: true });
    }
    const all = { url, topics: ["*"], thin: false };
    expect(await edit({ ...all, password: castPassword })).toMatchObject({ ok: true });
    expect(await show(webhookId)).toMatchObject(all);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await edit({ thin: true })).toMatchObject({ ok: true });
  });

  test("to an address inside is refused", async () => {
    const { webhookId } = await create();
    expect(
      await execute(editWebhook, await as("Olga"), { webhookId, url: "https://169.254.169.254/" }),
    ).toMatchObject({ code: "webhook_url_refused" });
  });
});

test("a rotated secret signs along for a day, or for as long as it is said, and a leaked one no longer", async () => {
  const { webhookId } = await create();
  const rotate = (more: object = {}) =>
    as("Olga").then((claim) => execute(rotateSecret, claim, { webhookId, ...more }));
  const outcome = await rotate();
  if (!outcome.ok) throw new Error(outcome.code);
  const inADay = Date.now() + 24 * 3_600_000;
  expect(Math.abs(Date.parse(outcome.value.oldExpiresAt) - inADay)).toBeLessThan(60_000);
  expect((await show(webhookId)).secrets.map(({ expiresAt }) => expiresAt !== null)).toEqual([
    false,
    true,
  ]);
  await rotate({ overlapHours: 0 });
  expect((await show(webhookId)).secrets).toHaveLength(1);
  expect(await rotate({ overlapHours: 1_000 })).toMatchObject({ code: "invalid" });
});

test("a deleted webhook is gone with its address and secrets", async () => {
  const { webhookId } = await create({ description: "Gone soon" });
  expect(await execute(deleteWebhook, await as("Olga"), { webhookId })).toMatchObject({ ok: true });
  expect(await ask(showWebhook, await as("Olga"), { webhookId })).toMatchObject({
    code: "not_found",
  });
  const [left] = await owner<{ description: Buffer | null; secrets: number }>(
    `select description, (select count(*)::int from webhook_secrets where endpoint_id = $1) as secrets
     from webhook_endpoints where id = $1`,
    [webhookId],
  );
  expect(left).toEqual({ description: null, secrets: 0 });
});

test("Nora next door sees nothing of it", async () => {
  const { webhookId } = await create();
  expect(await ask(showWebhook, await as("Nora"), { webhookId })).toMatchObject({
    code: "not_found",
  });
  expect(await ask(listWebhooks, await as("Nora"), {})).toMatchObject({ value: { data: [] } });
});
