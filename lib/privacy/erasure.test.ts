import { describe, expect, test, vi } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { acme } from "@/lib/cast/people";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageAccount } from "@/lib/cast/stage";
import { claimOf } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import type { AnyCommand } from "@/lib/gate/command";
import { execute } from "@/lib/gate/execute";
import { answerRequest } from "./answer-request";
import { cancelErasure } from "./cancel-erasure";
import { followRequests } from "./follow-requests";
import { lapseRequest } from "./lapse-request";
import { listRequests } from "./list-requests";
import { requestErasure } from "./request-erasure";
import { showPrivacy } from "./show-privacy";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();

let stories = 0;
/** An account of this test alone. */
const stage = () => {
  stories += 1;
  const people = Object.fromEntries(
    Object.entries(acme).map(([name, one]) => [
      name,
      { ...one, email: `${name.toLowerCase()}@story-${stories}.example.test` },
    ]),
  ) as unknown as typeof acme;
  return stageAccount(`Acme ${stories}`, people);
};

const as = async (user: OnStage, command: AnyCommand, input: object = {}) =>
  execute(command, await claimOf(user), input);

const letters = (user: OnStage) =>
  owner<{ kind: string }>("select kind from letters where person_id = $1 order by created_at, id", [
    user.personId,
  ]).then((rows) => rows.map(({ kind }) => kind));

/** Lets so much time pass since a user asked. */
const passed = (user: OnStage, time: string) =>
  owner(
    `update erasure_requests set requested_at = now() - $2::interval, due_at = now() - $2::interval + interval '1 month'
     where user_id = $1`,
    [user.userId, time],
  );

const requestOf = async (user: OnStage) => {
  const outcome = await ask(showPrivacy, await claimOf(user), {});
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

describe("[P78] asking to be erased", () => {
  test("starts one calendar month by the database's clock, and tells who decides", async () => {
    const { Olga, Otto, Adam, Aria, Mia } = await stage();
    expect(await as(Mia, requestErasure, { reason: "I moved on." })).toMatchObject({
      ok: true,
      value: { state: "open", reason: "I moved on." },
    });
    const [row] = await owner(
      "select due_at = requested_at + interval '1 month' as a_month from erasure_requests where user_id = $1",
      [Mia.userId],
    );
    expect(row).toEqual({ a_month: true });
    for (const one of [Olga, Otto, Adam]) expect(await letters(one)).toEqual(["erasureAsked"]);
    expect(await letters(Aria)).toEqual([]);
    expect(await letters(Mia)).toEqual(["erasureNoted"]);
    expect(await as(Mia, requestErasure)).toMatchObject({ code: "already_requested" });
    expect((await requestOf(Mia)).may).toEqual(["me.cancel_erasure"]);
  });

  test("needs the password, given now or at most ten minutes ago", async () => {
    const { Mia } = await stage();
    const claim = await claimOf(Mia);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(requestErasure, claim, {})).toMatchObject({ code: "step_up_required" });
    expect(await execute(requestErasure, claim, { password: "wrong" })).toMatchObject({
      code: "wrong_password",
    });
    expect(await execute(requestErasure, claim, { password: castPassword })).toMatchObject({
      ok: true,
    });
  });

  test("is refused to the only owner, and an owner's request is for owners alone", async () => {
    const { Olga, Otto, Adam } = await stage();
    expect(await as(Otto, requestErasure)).toMatchObject({ ok: true });
    expect(await letters(Adam)).toEqual([]);
    expect(await letters(Olga)).toEqual(["erasureAsked"]);
    const refuse = { userId: Otto.userId, answer: "refuse", reason: "Not yet." };
    expect(await as(Adam, answerRequest, refuse)).toMatchObject({ code: "forbidden" });
    await owner("update users set role = 'user' where id = $1", [Otto.userId]);
    expect(await as(Olga, requestErasure)).toMatchObject({ code: "last_owner" });
  });

  test("is taken back as long as nobody has answered", async () => {
    const { Adam, Mia } = await stage();
    await as(Mia, requestErasure);
    expect(await as(Mia, cancelErasure)).toMatchObject({ ok: true });
    expect(await as(Mia, cancelErasure)).toMatchObject({ code: "not_requested" });
    expect(
      await as(Adam, answerRequest, { userId: Mia.userId, answer: "erase", name: Mia.name }),
    ).toMatchObject({ code: "not_requested" });
    expect((await requestOf(Mia)).request).toMatchObject({ state: "cancelled" });
    expect(await as(Mia, requestErasure)).toMatchObject({ ok: true });
  });

  test("five times a day at most, since each asking writes letters to others", async () => {
    const { Mia } = await stage();
    for (let times = 0; times < 5; times++) {
      expect(await as(Mia, requestErasure)).toMatchObject({ ok: true });
      expect(await as(Mia, cancelErasure)).toMatchObject({ ok: true });
    }
    expect(await as(Mia, requestErasure)).toMatchObject({ code: "too_many" });
  });

  test("says in numbers what would go", async () => {
    const { Mia } = await stage();
    await as(Mia, requestErasure);
    expect((await requestOf(Mia)).erasing).toEqual({
      events: 1,
      sessions: 2,
      letters: 1,
      lastUserOfPerson: true,
    });
  });
});

describe("[P78] answering", () => {
  test("erasing destroys the user at once, and leaves a request without content", async () => {
    const { accountId, Olga, Adam, Mia } = await stage();
    await as(Mia, requestErasure, { reason: "I moved on." });
    const erase = { userId: Mia.userId, answer: "erase" };
    expect(await as(Adam, answerRequest, { ...erase, name: "Mia" })).toMatchObject({
      code: "name_mismatch",
    });
    expect(await as(Adam, answerRequest, { ...erase, name: Mia.name })).toMatchObject({ ok: true });
    expect(await owner("select from users where id = $1", [Mia.userId])).toEqual([]);
    expect(await owner("select from persons where id = $1", [Mia.personId])).toEqual([]);
    expect(
      await owner(
        `select outcome, user_id, person_id, reason, answer, answered_at is not null as answered
         from erasure_requests where account_id = $1`,
        [accountId],
      ),
    ).toEqual([
      {
        outcome: "erased",
        ...{ user_id: null, person_id: null, reason: null, answer: null },
        answered: true,
      },
    ]);
    const told = await ask(listActivity, await claimOf(Olga), { action: "privacy" });
    expect(told).toMatchObject({
      value: { data: [{ sentence: "Adam Admin erased a user who had asked for it" }] },
    });
    expect(JSON.stringify(told)).not.toContain("Mia");
  });

  test("refusing needs a reason, which the one who asked reads", async () => {
    const { Adam, Mia } = await stage();
    await as(Mia, requestErasure);
    const refuse = { userId: Mia.userId, answer: "refuse" };
    expect(await as(Adam, answerRequest, refuse)).toMatchObject({
      code: "invalid",
      fields: { reason: "Say why it cannot be done." },
    });
    const reason = "Invoices are kept for seven years.";
    expect(await as(Adam, answerRequest, { ...refuse, reason })).toMatchObject({ ok: true });
    expect(await letters(Mia)).toEqual(["erasureNoted", "erasureRefused"]);
    expect((await requestOf(Mia)).request).toMatchObject({ state: "refused", answer: reason });
  });

  test("nobody answers their own, an auditor only reads, a user sees none", async () => {
    const { Adam, Aria, Mia } = await stage();
    await as(Adam, requestErasure);
    const own = { userId: Adam.userId, answer: "refuse", reason: "Because." };
    expect(await as(Adam, answerRequest, own)).toMatchObject({ code: "forbidden" });
    expect(await as(Aria, answerRequest, own)).toMatchObject({ code: "forbidden" });
    expect(await ask(listRequests, await claimOf(Aria), {})).toMatchObject({
      value: { data: [{ user: { name: "Adam Admin" }, state: "open", may: [] }] },
    });
    expect(await ask(listRequests, await claimOf(Mia), {})).toMatchObject({ code: "forbidden" });
  });
});

describe("[P78] the month", () => {
  const run = (user: OnStage) =>
    execute(lapseRequest, jobClaim(user.accountId), { userId: user.userId });

  test("reminds after 14 and after 25 days, once each", async () => {
    const { Olga, Mia } = await stage();
    await as(Mia, requestErasure);
    for (const [time, expected] of [
      ["13 days", 0],
      ["15 days", 1],
      ["24 days", 1],
      ["26 days", 2],
      ["27 days", 2],
    ] as const) {
      await passed(Mia, time);
      await followRequests();
      const reminders = (await letters(Olga)).filter((kind) => kind === "erasureDue");
      expect([time, reminders.length]).toEqual([time, expected]);
    }
  });

  test("over, the user goes into the bin; until they are gone it can still be refused", async () => {
    const { Olga, Mia } = await stage();
    await as(Mia, requestErasure);
    expect(await run(Mia)).toMatchObject({ code: "not_requested" });
    await passed(Mia, "32 days");
    await followRequests();
    expect(await owner("select status from users where id = $1", [Mia.userId])).toEqual([
      { status: "deleted" },
    ]);
    expect(await letters(Olga)).toContain("erasureLapsed");
    const list = () => claimOf(Olga).then((claim) => ask(listRequests, claim, {}));
    expect(await list()).toMatchObject({
      value: { data: [{ state: "overdue", may: ["privacy.answer_request"] }] },
    });
    await followRequests();
    expect((await letters(Olga)).filter((kind) => kind === "erasureLapsed")).toHaveLength(1);
    const refuse = { userId: Mia.userId, answer: "refuse", reason: "A court asked for it." };
    expect(await as(Olga, answerRequest, refuse)).toMatchObject({ ok: true });
    expect(await list()).toMatchObject({ value: { data: [{ state: "refused", may: [] }] } });
  });

  test("over for the only owner, nothing is done and it stays an alarm", async () => {
    const { Olga, Otto } = await stage();
    await as(Otto, requestErasure);
    await owner("update users set role = 'administrator' where id = $1", [Olga.userId]);
    await passed(Otto, "32 days");
    expect(await run(Otto)).toMatchObject({ code: "last_owner" });
    expect(await owner("select status from users where id = $1", [Otto.userId])).toEqual([
      { status: "active" },
    ]);
    expect(await ask(listRequests, await claimOf(Olga), {})).toMatchObject({
      value: { data: [{ state: "overdue" }] },
    });
  });

  test("a request of the account next door is nobody's business", async () => {
    const [here, there] = [await stage(), await stage()];
    await as(there.Mia, requestErasure);
    expect(await ask(listRequests, await claimOf(here.Olga), {})).toMatchObject({
      value: { data: [] },
    });
    const refuse = { userId: there.Mia.userId, answer: "refuse", reason: "No." };
    expect(await as(here.Olga, answerRequest, refuse)).toMatchObject({ code: "not_found" });
  });
});
