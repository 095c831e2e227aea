import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { listKeys } from "@/lib/api-keys/list-keys";
import { removeKey } from "@/lib/api-keys/remove-key";
import { revokeKey } from "@/lib/api-keys/revoke-key";
import { replayErasures } from "@/lib/backups/replay-erasures";
import { stageKey } from "@/lib/cast/stage";
import { stageExport } from "@/lib/cast/stage-export";
import { keyClaim, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { listLedger } from "@/lib/ledger/list-ledger";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { deleteWebhook } from "@/lib/webhooks/delete-webhook";
import { editWebhook } from "@/lib/webhooks/edit-webhook";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";
import { removeWebhook } from "@/lib/webhooks/remove-webhook";
import { letTimePass, Receiver } from "@/lib/webhooks/testing";
import { openEverything } from "./testing";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

const canary = "kanarie-for-good";
const takeOut = () => ({ accountId: cast.people.accountId, personId: null });

const naming = async () =>
  [...(await openEverything(owner))]
    .filter(([, texts]) => texts.some((text) => text.includes(canary)))
    .map(([column]) => column);
const holding = async (id: string) => {
  const tables = await owner<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace
       and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not in ('erasures', 'traffic_rollups', 'webhook_attempts')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await owner(`select from ${name} t where t::text like $1`, [`%${id}%`]);
    if (rows.length) found.push(name);
  }
  return found;
};
const ledgerOf = (kind: string) =>
  owner("select actor_kind, actor_id, destroyed from ledger where kind = $1", [kind]);
const exportsReady = () => owner("select from exports where state = 'ready'");
const deletions = async () => {
  const listed = await ask(listLedger, await cast.as("Olga"), { kind: "deletion" });
  return listed.ok && listed.value.data.map(({ sentence }) => sentence);
};
const newest = async () => {
  const listed = await ask(listActivity, await cast.as("Aria"), { limit: 1 });
  return listed.ok && listed.value.data[0];
};

/** A restore brings back the moment before: the journal then deletes it again. */
async function restored(rows: { table: string; row: Record<string, unknown> }[], kind: string) {
  for (const { table, row } of rows) {
    const columns = Object.keys(row);
    await owner(
      `insert into ${table} (${columns.join(", ")}) values (${columns.map((_, n) => `$${n + 1}`).join(", ")})`,
      Object.values(row),
    );
  }
  await owner("delete from erasures where kind = $1", [kind]);
  const client = new pg.Client({ connectionString: installation.ownerUrl });
  await client.connect();
  await replayErasures(client, readEnv(process.env));
  await client.end();
}

describe("[P35] a key that has ended", () => {
  let keyId: string;
  let before: Record<string, unknown>;
  beforeAll(async () => {
    const { Olga, Mia } = cast.people;
    const staged = await stageKey(Olga, { name: canary, networks: ["203.0.113.0/24"] });
    keyId = staged.keyId;
    await execute(pauseUser, keyClaim(staged.key), { userId: Mia.userId });
    await execute(resumeUser, await cast.as("Olga"), { userId: Mia.userId });
  });

  test("is permanently deleted by owners alone, and never while it works", async () => {
    expect(await execute(removeKey, await cast.as("Olga"), { keyId })).toMatchObject({
      code: "key_not_ended",
    });
    expect(await execute(revokeKey, await cast.as("Olga"), { keyId })).toMatchObject({ ok: true });
    for (const name of ["Adam", "Aria", "Mia"] as const)
      expect(await execute(removeKey, await cast.as(name), { keyId })).toMatchObject({
        code: "forbidden",
      });
    expect(await execute(removeKey, await cast.as("Nora"), { keyId })).toMatchObject({
      code: "not_found",
    });
    const listed = await ask(listKeys, await cast.as("Olga"), { state: "ended" });
    expect(listed.ok && listed.value.data.find(({ id }) => id === keyId)?.may).toEqual([
      "api_key.remove",
    ]);
  });

  test("goes with all activity about it and every copy, and leaves one line without content", async () => {
    const { Olga, Mia, accountId } = cast.people;
    await stageExport(takeOut(), Olga.userId);
    [before = {}] = await owner("select * from api_keys where id = $1", [keyId]);
    const [events] = await owner<{ n: number }>(
      "select count(*)::int as n from activity where object_id = $1",
      [keyId],
    );
    const removed = await execute(removeKey, await cast.as("Olga"), { keyId });
    expect(removed).toMatchObject({ ok: true, value: { destroyed: events!.n } });

    expect(await naming()).toEqual([]);
    expect(await holding(keyId)).toEqual([]);
    expect(await exportsReady()).toEqual([]);
    expect(await ledgerOf("api_key")).toEqual([
      { actor_kind: "user", actor_id: Olga.userId, destroyed: events!.n },
    ]);
    expect(await newest()).toMatchObject({
      sentence: "Olga Owner permanently deleted an API key",
      object: { kind: "account", id: accountId },
    });
    expect(await deletions()).toContainEqual(
      expect.stringMatching(
        /^Olga Owner permanently deleted an API key, and \d+ entr(y|ies) of the activity with it$/,
      ),
    );
    const about = await ask(listActivity, await cast.as("Aria"), {
      ...{ object: Mia.userId, action: "user.pause" },
    });
    expect(about.ok && about.value.data.map(({ actor }) => actor)).toEqual([
      { kind: "key", id: null, name: "A key" },
    ]);
  });

  test("is deleted again when a restore brings it back", async () => {
    await restored([{ table: "api_keys", row: before }], "removed_key");
    expect(await holding(keyId)).toEqual([]);
  });
});

describe("[P35] a deleted webhook", () => {
  test("goes for good with its deliveries, its activity and every copy, and leaves one line without content", async () => {
    const { Olga, accountId, Mia } = cast.people;
    const there = await Receiver.start();
    const made = await execute(createWebhook, await cast.as("Adam"), {
      ...{ url: `${there.url}/${canary}`, description: canary, topics: ["user.pause"] },
    });
    if (!made.ok) throw new Error(made.code);
    const { webhookId } = made.value;
    await execute(editWebhook, await cast.as("Adam"), { webhookId, description: `${canary} 2` });
    await execute(pauseUser, await cast.as("Adam"), { userId: Mia.userId });
    await letTimePass({ accountId, webhookId }, new Date(Date.now() + 1_000));
    await there.stop();
    expect(await execute(removeWebhook, await cast.as("Olga"), { webhookId })).toMatchObject({
      code: "webhook_not_deleted",
    });
    await execute(deleteWebhook, await cast.as("Adam"), { webhookId });
    for (const name of ["Adam", "Aria"] as const)
      expect(await execute(removeWebhook, await cast.as(name), { webhookId })).toMatchObject({
        code: "forbidden",
      });
    expect(await execute(removeWebhook, await cast.as("Nora"), { webhookId })).toMatchObject({
      code: "not_found",
    });
    const listed = await ask(listWebhooks, await cast.as("Olga"), {});
    expect(listed.ok && listed.value.deleted).toMatchObject([
      { id: webhookId, deliveries: 1, may: ["webhook.remove"] },
    ]);
    await stageExport(takeOut(), Olga.userId);
    const [row = {}] = await owner("select * from webhook_endpoints where id = $1", [webhookId]);

    const removed = await execute(removeWebhook, await cast.as("Olga"), { webhookId });
    expect(removed).toMatchObject({ ok: true, value: { destroyed: expect.any(Number) } });
    expect(await naming()).toEqual([]);
    expect(await holding(webhookId)).toEqual([]);
    expect(await exportsReady()).toEqual([]);
    expect(
      await owner("select outcome, excerpt from webhook_attempts where endpoint_id = $1", [
        webhookId,
      ]),
    ).toEqual([{ outcome: "delivered", excerpt: null }]);
    expect(await ledgerOf("webhook")).toMatchObject([{ actor_id: Olga.userId }]);
    expect(await newest()).toMatchObject({ sentence: "Olga Owner permanently deleted a webhook" });
    const after = await ask(listWebhooks, await cast.as("Olga"), {});
    expect(after).toMatchObject({ value: { deleted: [] } });

    await restored([{ table: "webhook_endpoints", row }], "removed_webhook");
    expect(await holding(webhookId)).toEqual([]);
  });
});
