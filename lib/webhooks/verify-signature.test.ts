import { expect, test } from "vitest";

import { stageWebhook } from "@/lib/cast/stage-webhook";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { rotateSecret } from "./rotate-secret";
import { showDelivery } from "./show-delivery";
import { newSecret, signedHeaders } from "./signature";
import { verifySignature } from "./verify-signature";

const { owner } = testInstallation();
const cast = testCast();

/** A message as it was sent to a fresh endpoint just now. */
async function sent() {
  const { webhookId, secret } = await stageWebhook(cast.people.accountId);
  const shown = await ask(showDelivery, await cast.as("Aria"), { deliveryId: webhookId });
  if (!shown.ok) throw new Error(shown.code);
  const body = shown.value.body!;
  return { webhookId, secret, body, headers: signedHeaders([secret], webhookId, new Date(), body) };
}
async function verify(input: object) {
  const outcome = await ask(verifySignature, await cast.as("Aria"), input);
  if (!outcome.ok) throw new Error(outcome.code);
  const { checks, ...verdict } = outcome.value;
  const bad = checks.filter(({ ok }) => !ok);
  return {
    ...verdict,
    wrong: bad.map(({ check }) => check),
    says: bad.map(({ says }) => says).join(" "),
  };
}

test("[P28] a message that is ours is found right, with the secret that signed it", async () => {
  const { webhookId, headers, body } = await sent();
  expect(await verify({ webhookId, headers, body })).toMatchObject({
    ...{ valid: true, wrong: [], deliveryId: webhookId },
    secret: { expiresAt: null },
  });
  const pasted = `Host: example.com\n${Object.entries(headers)
    .map(([name, value]) => `${name.toUpperCase()}: ${value}`)
    .join("\r\n")}`;
  expect(await verify({ webhookId, headers: pasted, body })).toMatchObject({ valid: true });
});

test("one that is signed by several secrets is right by any of them, and one that ran out is told apart", async () => {
  const { webhookId, secret, body } = await sent();
  const rotated = await execute(rotateSecret, await cast.as("Olga"), { webhookId });
  if (!rotated.ok) throw new Error(rotated.code);
  const both = signedHeaders(
    [newSecret(), rotated.value.secret, secret],
    webhookId,
    new Date(),
    body,
  );
  expect(await verify({ webhookId, headers: both, body })).toMatchObject({ valid: true });
  await owner("update webhook_secrets set expires_at = now() where expires_at is not null");
  const old = signedHeaders([secret], webhookId, new Date(), body);
  expect(await verify({ webhookId, headers: old, body })).toMatchObject({
    ...{ valid: false, wrong: ["signature"], says: expect.stringContaining("has run out") },
  });
});

test("and what is wrong is said exactly", async () => {
  const { webhookId, secret, headers, body } = await sent();
  const { "webhook-timestamp": _timestamp, ...fewer } = headers;
  expect(await verify({ webhookId, headers: fewer, body })).toMatchObject({
    ...{ wrong: ["headers"], says: expect.stringContaining("webhook-timestamp") },
  });
  const old = signedHeaders([secret], webhookId, new Date(Date.now() - 600_000), body);
  expect(await verify({ webhookId, headers: old, body })).toMatchObject({
    ...{ wrong: ["timestamp"], says: expect.stringContaining("more than five minutes ago") },
  });
  const ahead = signedHeaders([secret], webhookId, new Date(Date.now() + 600_000), body);
  expect(await verify({ webhookId, headers: ahead, body })).toMatchObject({
    ...{ wrong: ["timestamp"], says: expect.stringContaining("yet to come") },
  });
  const pretty = JSON.stringify(JSON.parse(body), null, 2);
  expect(await verify({ webhookId, headers, body: pretty })).toMatchObject({
    wrong: ["signature", "body"],
    says: expect.stringContaining("changed on its way, from character 2 on"),
  });
  const foreign = signedHeaders([newSecret()], webhookId, new Date(), body);
  expect(await verify({ webhookId, headers: foreign, body })).toMatchObject({
    ...{
      wrong: ["signature", "body"],
      says: expect.stringContaining("No secret of this webhook"),
    },
  });
  const other = await sent();
  expect(await verify({ webhookId, headers: other.headers, body: other.body })).toMatchObject({
    ...{ wrong: ["id", "signature", "body"], says: expect.stringContaining("another one's") },
  });
  expect(
    await verify({ webhookId, headers: { ...headers, "webhook-signature": "v2,abc" }, body }),
  ).toMatchObject({ says: expect.stringContaining("no signature of the form v1") });
  expect(
    await verify({ webhookId, headers: { ...headers, "webhook-timestamp": "yesterday" }, body }),
  ).toMatchObject({ says: expect.stringContaining("not a number") });
});
