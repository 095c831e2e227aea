import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";

import { stageKey } from "@/lib/cast/stage";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { keyClaim, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { webhookDeliveries } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import type { Scope } from "@/lib/policy/scopes";
import { createWebhook } from "./create-webhook";
import { lockMessage, noteAttempt } from "./deliver/note-attempt";
import { editWebhook } from "./edit-webhook";
import { showDelivery } from "./show-delivery";
import { verifySignature } from "./verify-signature";

testInstallation();
const cast = testCast();

const keyFor = async (...scopes: Scope[]) =>
  keyClaim((await stageKey(cast.people.Adam, { scopes })).key);
const here = { url: "http://127.0.0.1:9/hook", topics: ["*"] };

describe("[V8.2.3] a key that may not read the activity", () => {
  test("sets up thin webhooks only, and is told the way out", async () => {
    const key = await keyFor("webhooks:write", "users:read");
    for (const more of [{}, { thin: false }]) {
      expect(await execute(createWebhook, key, { ...here, ...more })).toMatchObject({
        code: "thin_only",
        says: expect.stringContaining("Ask for thin messages, or make a key"),
      });
    }
    expect(await execute(createWebhook, key, { ...here, thin: true })).toMatchObject({ ok: true });
    const both = await keyFor("webhooks:write", "activity:read");
    expect(await execute(createWebhook, both, here)).toMatchObject({ ok: true });
  });

  test("makes no webhook tell more, and leads no whole one elsewhere", async () => {
    const key = await keyFor("webhooks:write");
    const { accountId } = cast.people;
    const thin = await stageWebhook(accountId, { thin: true, topics: "user.pause" });
    const whole = await stageWebhook(accountId, { topics: "user.pause" });
    const edit = (webhookId: string, change: object) =>
      execute(editWebhook, key, { webhookId, ...change });
    const url = "http://127.0.0.1:9/another";

    expect(await edit(thin.webhookId, { thin: false })).toMatchObject({ code: "thin_only" });
    for (const change of [{ url }, { topics: ["*"] }]) {
      expect(await edit(whole.webhookId, change)).toMatchObject({ code: "thin_only" });
      expect(await edit(thin.webhookId, change)).toMatchObject({ ok: true });
    }
    expect(await edit(whole.webhookId, { description: "Payroll" })).toMatchObject({ ok: true });
    expect(await edit(whole.webhookId, { url, thin: true })).toMatchObject({ ok: true });
  });

  test("sees that a message was sent and how it went, and not what it told", async () => {
    const { webhookId: deliveryId } = await stageWebhook(cast.people.accountId);
    const shown = async (...scopes: Scope[]) => {
      const outcome = await ask(showDelivery, await keyFor(...scopes), { deliveryId });
      if (!outcome.ok) throw new Error(outcome.code);
      return outcome.value;
    };
    await tried(deliveryId);
    const less = await shown("webhooks:read");
    expect(less).toMatchObject({ body: null, topic: "account.edit", state: "failed" });
    expect(less.tries).toMatchObject([{ outcome: "status", status: 500, excerpt: null }]);
    expect((await shown("webhooks:read", "activity:read")).body).toContain("renamed the account");
  });

  test("does not find it out letter by letter where a signature is checked", async () => {
    const { webhookId } = await stageWebhook(cast.people.accountId);
    const check = async (...scopes: Scope[]) => {
      const headers = {
        "webhook-id": webhookId,
        "webhook-timestamp": String(Math.floor(Date.now() / 1_000)),
        "webhook-signature": "v1,AAAA",
      };
      return ask(verifySignature, await keyFor(...scopes), { webhookId, headers, body: '{"specX' });
    };
    expect(JSON.stringify(await check("webhooks:read"))).not.toContain("from character");
    expect(JSON.stringify(await check("webhooks:read", "activity:read"))).toContain(
      "from character 7 on",
    );
  });
});

/** A receiver answers an attempt with what it was sent. */
const tried = (deliveryId: string) =>
  inTransaction(async (db) => {
    const { accountId } = cast.people;
    await enterScope(db, accountId);
    const [delivery] = await db
      .select()
      .from(webhookDeliveries)
      .where(eq(webhookDeliveries.id, deliveryId));
    const message = await lockMessage(db, accountId, delivery!.messageId);
    const ended = {
      outcome: "status",
      ...{ status: 500, says: "It answered 500.", requestHeaders: {} },
      ...{ duration: 1_000, bytesOut: 10, bytesIn: 10, contentType: null, retryAfter: null },
      excerpt: "The operator renamed the account",
    } as const;
    await noteAttempt(db, delivery!, message!, new Date(), ended, false);
  });
