import { beforeAll, describe, expect, test } from "vitest";

import { routes } from "@/lib/api/routes";
import { stageAccount, stageKey, stageStaff } from "@/lib/cast/stage";
import { stageInside } from "@/lib/cast/stage-support";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { claimOf, testRequest } from "@/lib/cast/testing";
import type { OnStage } from "@/lib/cast/stage";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { openToSupport } from "@/lib/policy/support";
import { personalFields } from "@/lib/support/personal";
import { supportNouns } from "@/lib/support/support";
import { editUser } from "@/lib/users/edit-user";
import { pauseUser } from "@/lib/users/pause-user";
import { startEmailChange } from "@/lib/users/start-email-change";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { accountVault } from "@/lib/vault/keyring";
import { originPlace } from "@/lib/traffic/line";
import { ask } from "./ask";
import type { Claim } from "./claim";
import { execute } from "./execute";
import { sessionClaim } from "./from-request";
import type { AnyQuery } from "./query";

const { owner } = testInstallation();

/** Words that stand nowhere but in personal fields. */
const canary = (word: string) => `Kanari${word}`;
const person = (word: string, role: OnStage["role"]) => ({
  name: `${canary(word)} ${canary("Family")}`,
  email: `${canary(word).toLowerCase()}@kanari.test`,
  role,
  status: "active" as const,
  title: canary(`Title${word}`),
});

let accountId: string;
let inside: Claim;
let mia: OnStage;
let ids: Record<string, string>;

beforeAll(async () => {
  const staged = await stageAccount("Nest", {
    Olga: person("Olga", "owner"),
    Adam: person("Adam", "administrator"),
    Mia: person("Mia", "user"),
    Pia: person("Pia", "user"),
  });
  ({ accountId, Mia: mia } = staged);
  const olga = await claimOf(staged.Olga);
  const given = {
    url: "http://127.0.0.1:9/hook",
    topics: ["user.edit"],
    description: canary("Note"),
  };
  await execute(createWebhook, olga, given);
  await execute(editUser, olga, {
    userId: mia.userId,
    name: `${canary("New")} ${canary("Family")}`,
  });
  await execute(startEmailChange, olga, { userId: mia.userId, email: "kanarinew@kanari.test" });
  await execute(pauseUser, olga, { userId: staged.Pia.userId, reason: canary("Because") });
  const { keyId } = await stageKey(staged.Adam, { name: canary("Key") });
  const { webhookId } = await stageWebhook(accountId);
  const { id: requestId } = testRequest();
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    const origin = { ip: "kanari-ip", place: canary("Place"), browser: canary("Browser") };
    const sealed = (await accountVault(db, accountId)).sealJson(originPlace(requestId), origin);
    await db.$client.query(
      `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, key_id, source, method, route, status, duration, bytes_in, bytes_out, origin)
       values ($1, now(), $2, 'user', $3, $4, 'api', 'GET', '/me', 200, 1, 0, 0, $5)`,
      [accountId, requestId, mia.userId, keyId, sealed],
    );
  });
  const sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  const { token } = await stageInside(accountId, sam, {
    ...{ nouns: supportNouns, fields: personalFields, mode: "act" },
  });
  inside = sessionClaim(token, testRequest());
  ids = { userId: mia.userId, webhookId, deliveryId: webhookId, requestId };
});

const queries: AnyQuery[] = Object.values(routes)
  .flatMap((methods) => Object.values(methods))
  .flatMap((route) => ("query" in route ? [route.query] : []))
  .filter(({ name }) => openToSupport.includes(name));

const inputOf = ({ input }: AnyQuery) =>
  Object.fromEntries(
    Object.keys((input as { shape: object }).shape).flatMap((field) =>
      ids[field] ? [[field, ids[field]]] : [],
    ),
  );

describe("[P49] personal fields are masked in every answer to support", () => {
  test("the questions that are open to support are all asked here", () => {
    const asked = queries.map(({ name }) => name as string);
    const questions = openToSupport.filter((name) => !asked.includes(name));
    expect(asked.length).toBeGreaterThan(12);
    expect(questions.toSorted()).toEqual([
      "user.edit",
      "user.pause",
      "user.resume",
      "webhook.pause",
      "webhook.replay",
      "webhook.replay_range",
      "webhook.resume",
      "webhook.test",
    ]);
  });

  test.each(queries.map((query) => [query.name, query] as const))(
    "%s tells no name, address, title, word or origin",
    async (_name, query) => {
      const answer = await ask(query, inside, inputOf(query));
      expect(answer).toMatchObject({ ok: true });
      expect(JSON.stringify(answer)).not.toMatch(/kanari/i);
    },
  );

  test("the same questions tell them to an owner, so that masked means something", async () => {
    const [olga] = await owner<{ id: string; person_id: string }>(
      "select id, person_id from users where account_id = $1 and role = 'owner'",
      [accountId],
    );
    const claim = await claimOf({
      ...{ accountId, userId: olga!.id, personId: olga!.person_id },
    } as OnStage);
    const telling: string[] = [];
    for (const query of queries) {
      const answer = await ask(query, claim, inputOf(query));
      if (/kanari/i.test(JSON.stringify(answer))) telling.push(query.name);
    }
    expect(telling).toEqual(
      expect.arrayContaining([
        "user.list",
        "user.show",
        "user.list_activity",
        "activity.list",
        "account.show",
        "webhook.list",
        "traffic.list",
        "traffic.show",
      ]),
    );
  });

  test("every event is told anew from what is masked", async () => {
    const answer = await ask(
      queries.find(({ name }) => name === "activity.list")!,
      inside,
      {},
    );
    const sentences = (answer as { value: { data: { sentence: string }[] } }).value.data.map(
      ({ sentence }) => sentence,
    );
    expect(sentences).toContain("K•• K•• paused K•• K••: •••");
    expect(sentences).toContain("K•• K•• changed K•• K••'s name");
  });
});
