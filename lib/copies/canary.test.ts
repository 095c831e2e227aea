import { readdirSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { createApi } from "@/lib/api/api";
import { sealStep } from "@/lib/activity/step-detail";
import { freshEmail } from "@/lib/cast/every-verb";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageSession, stageStaff, stageUser } from "@/lib/cast/stage";
import { stageGrant } from "@/lib/cast/stage-support";
import { claimOf, keyClaim, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { supportLooks } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { listExports } from "@/lib/exports/list-exports";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { listMailbox } from "@/lib/mail/mailbox";
import { hashed } from "@/lib/passwords/check";
import { erasePerson } from "@/lib/people/erase-person";
import type { Actor } from "@/lib/policy/actor";
import { requestErasure } from "@/lib/privacy/request-erasure";
import { forgetGone } from "@/lib/purge/forget-gone";
import { madeAlready } from "@/lib/runtime";
import { startCallLog } from "@/lib/traffic/call-log";
import { deleteUser } from "@/lib/users/delete-user";
import type { Directory } from "@/lib/users/directory-index";
import { editUser } from "@/lib/users/edit-user";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { removeUser } from "@/lib/users/remove-user";
import { resumeUser } from "@/lib/users/resume-user";
import { startEmailChange } from "@/lib/users/start-email-change";
import { accountVault } from "@/lib/vault/keyring";
import { mark } from "@/lib/vault/canaries";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { letTimePass, Receiver } from "@/lib/webhooks/testing";
import { openEverything } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let there: Receiver;
let calls: ReturnType<typeof startCallLog>;
let api: ReturnType<typeof createApi>;
beforeEach(async () => {
  there = await Receiver.start();
  calls = startCallLog(process.env.CASTELLAN_DATA_DIR!);
  api = createApi(calls.answered);
});
afterEach(async () => {
  await there.stop();
  await calls.stop();
});

let sent = 0;
async function post(path: string, token: string | null, body: object, key = `canary-${++sent}`) {
  const answer = await api(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...{ "content-type": "application/json", "idempotency-key": key },
        "user-agent": `Agent ${mark}`,
      },
    }),
    { ip: "203.0.113.7" },
  );
  return { status: answer.status, text: await answer.text() };
}

/** Somebody whose every field is a canary, with every kind of copy made of them. */
async function someoneWithCopies() {
  const { accountId, Mia } = cast.people;
  const olga = await stageSession(cast.people.Olga);
  const asOlga = await cast.as("Olga");
  const one = await inTransaction(async (db) =>
    stageUser(
      db,
      accountId,
      {
        ...{ name: `Zoe ${mark}`, title: `Title ${mark}`, email: `${mark}.${++sent}@example.test` },
        ...{ role: "administrator" as const, status: "active" as const },
      },
      await hashed(castPassword),
    ),
  );
  const done = async (outcome: Promise<{ ok: boolean }>) =>
    expect(await outcome).toMatchObject({ ok: true });

  const webhook = await execute(createWebhook, asOlga, { url: there.url, topics: ["*"] });
  if (!webhook.ok) throw new Error(webhook.code);
  there.usual = (response) => response.end(there.received.at(-1)!.body);
  await done(execute(editUser, asOlga, { userId: one.userId, title: `Other title ${mark}` }));
  // what they do to others names them in activity, emails and webhooks
  const { key } = await stageKey(one, { networks: ["203.0.113.0/24"] });
  await done(execute(pauseUser, keyClaim(key), { userId: Mia.userId, reason: "Away" }));
  await done(execute(resumeUser, await claimOf(one), { userId: Mia.userId }));
  await done(execute(requestErasure, await claimOf(one), { reason: `Please, ${mark}` }));
  await letTimePass({ accountId, ...webhook.value }, new Date(Date.now() + 1_000));
  // an email to somebody else that names them
  await post("/users", await stageSession(one), { email: freshEmail(), name: "Newcomer" });
  await workOff(installation.ownerUrl);
  await done(execute(startEmailChange, asOlga, { userId: one.userId, email: `new${one.email}` }));
  // kept answers: of the account, and of a sign-in without an account
  const signIn = { email: one.email, password: castPassword };
  const signInKey = `sign-in-${++sent}`;
  expect(await post("/sessions", null, signIn, signInKey)).toMatchObject({ status: 201 });
  const looked = await ask(listUsers, asOlga, { q: mark });
  expect(JSON.stringify(looked)).toContain(mark);
  await supportSearched(accountId);
  // archives: of the account, their own, and of somebody they did something to
  const exportId = await archive("/exports", olga);
  await archive("/me/copies", await stageSession(one));
  await archive("/me/copies", await stageSession(Mia));
  await post("/users", await stageSession(one), { email: freshEmail(), name: "Not sent yet" });
  await calls.store();
  return { one, exportId, signInAgain: () => post("/sessions", null, signIn, signInKey) };
}

async function archive(path: string, token: string): Promise<string> {
  const asked = await post(path, token, {});
  expect(asked.status, asked.text).toBeLessThan(300);
  await workOff(installation.ownerUrl);
  return (JSON.parse(asked.text) as { id: string }).id;
}

const supportSearched = async (accountId: string) => {
  const sam = await stageStaff("Sam Support", freshEmail(), ["support"]);
  const grantId = await stageGrant(accountId, sam);
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    const id = newId();
    const step = { filter: { q: mark }, objects: [], masked: [] };
    const sealed = sealStep(await accountVault(db, accountId), id, step);
    await db.insert(supportLooks).values({
      ...{ accountId, id, grantId, kind: "look", action: "user.list", fields: "" },
      ...{ requestId: newId(), ...sealed },
    });
  });
};

const naming = async () => {
  const opened = await openEverything(owner);
  return [...opened]
    .filter(([, texts]) => texts.some((text) => text.includes(mark)))
    .map(([column]) => column)
    .toSorted();
};

const archives = () => readdirSync(join(process.env.CASTELLAN_DATA_DIR!, "files", "exports"));

/** How a user and a person are permanently deleted. */
const verbs = {
  async "a permanent deletion"({ userId, name }: OnStage) {
    const claim = await cast.as("Olga");
    expect(await execute(deleteUser, claim, { userId })).toMatchObject({ ok: true });
    return execute(removeUser, claim, { userId, name });
  },
  "an erasure": ({ personId }: OnStage) => execute(erasePerson, jobClaim(null), { personId }),
};

describe("[P35] [P65] no copy outlives its source", () => {
  test.each(Object.entries(verbs))(
    "with %s: not in the database, on the disk, in memory or in an answer",
    async (_name, destroy) => {
      const { one, exportId, signInAgain } = await someoneWithCopies();
      const { accountId } = one;
      expect(await naming()).toEqual(expect.arrayContaining(namedBefore));
      expect(archives()).toHaveLength(3);
      const inMemory = () =>
        madeAlready<Map<string, { directory: Directory }>>("directories")!
          .get(accountId)!
          .directory.get(one.userId);
      const callers = () =>
        [...madeAlready<Map<string, Actor>>("api-callers")!.values()].filter(
          (me) => me.kind === "user" && me.userId === one.userId,
        );
      expect([inMemory() !== undefined, callers().length > 0]).toEqual([true, true]);

      expect(await destroy(one)).toMatchObject({ ok: true });

      expect(await naming()).toEqual([]);
      const keys = await owner("select from exports where file_key is not null");
      expect(keys).toEqual([]);
      const olga = await stageSession(cast.people.Olga);
      expect(await post(`/exports/${exportId}/download`, olga, {})).toMatchObject({ status: 409 });
      const signedIn = await signInAgain();
      expect([signedIn.status, JSON.parse(signedIn.text).code]).toEqual([
        ...[409, "idempotency_answer_destroyed"],
      ]);
      const answers = [
        await ask(listActivity, await cast.as("Olga"), { limit: 100 }),
        await ask(listUsers, await cast.as("Olga"), { q: mark }),
        await ask(listExports, await cast.as("Olga"), {}),
        await listMailbox(),
      ];
      expect(JSON.stringify(answers)).not.toContain(`Zoe ${mark}`);
      await forgetGone();
      expect([inMemory(), callers()]).toEqual([undefined, []]);
      there.received.length = 0;
      await workOff(installation.ownerUrl);
      expect(await naming()).toEqual([]);
      expect(archives()).toEqual([]);
      expect(there.received.filter(({ body }) => body.includes(mark))).toEqual([]);
      await owner("delete from webhook_endpoints");
    },
  );
});

/** Where the canaries are before: the copies, and what they are copies of. */
const namedBefore = [
  "activity.actor_detail",
  "activity.detail",
  "erasure_requests.reason",
  "idempotency.answer",
  "letters.body",
  "links.new_email",
  "mailbox.message",
  "persons.email",
  "support_looks.sought",
  "users.card",
  "users.title",
  "webhook_attempts.excerpt",
  "webhook_messages.payload",
];
