import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { stageSession, stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { thisQuarter } from "@/lib/cast/stage-support";
import { testCast, testRequest } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { believe } from "@/lib/gate/believe";
import { type Claim, jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import type { Outcome } from "@/lib/gate/failure";
import { sessionClaim } from "@/lib/gate/from-request";
import { lettersTo } from "@/lib/mail/testing";
import { listActivity } from "@/lib/activity/list-activity";
import { breakGlass } from "./break-glass";
import { confirmBreakGlass } from "./confirm-break-glass";
import { decideReview } from "./decide-review";
import { declineRequest } from "./decline-request";
import { endAccess } from "./end-access";
import { listBreakGlass } from "./list-break-glass";
import { openReview } from "./open-review";
import { showGrant } from "./show-grant";
import { showReview } from "./show-review";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let sam: StaffOnStage;
let sue: StaffOnStage;
let sec: StaffOnStage;
beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  sue = await stageStaff("Sue Support", "sue@staff.test", ["support"]);
  sec = await stageStaff("Sean Security", "sean@staff.test", ["security"]);
});
beforeEach(async () => {
  await owner("delete from support_reviews");
  await owner("delete from support_grants");
  await owner("delete from letters");
});

const asStaff = async (one: StaffOnStage): Promise<Claim> =>
  sessionClaim(await stageSession(one), testRequest());

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

const emergency = {
  reason: "Letters go to everybody",
  nouns: ["webhooks", "users"],
  fields: ["email"],
  mode: "act",
};

const broken = async (more: object = {}) =>
  valueOf(
    await execute(breakGlass, await asStaff(sam), {
      accountId: cast.people.accountId,
      ...emergency,
      ...more,
    }),
  ).grantId;

test("a session that ends while the verb runs is refused as ended, and nothing opens", async () => {
  const token = await stageSession(sam);
  const outcome = await execute(
    breakGlass,
    sessionClaim(token, testRequest()),
    { accountId: cast.people.accountId, ...emergency },
    {
      before: async () => {
        await owner(
          "update sessions set ended_at = now(), ended_by = 'sign_out' where person_id = $1 and ended_at is null",
          [sam.personId],
        );
      },
    },
  );
  expect(outcome).toMatchObject({ ok: false, code: "unauthenticated" });
  expect(await owner("select from support_grants")).toEqual([]);
});

const shown = async (grantId: string) =>
  valueOf(await ask(showGrant, await cast.as("Olga"), { grantId }));

const kindsTo = async (one: { personId: string }) => (await lettersTo(one)).map(({ kind }) => kind);

const sentences = async (object: string) =>
  valueOf(await ask(listActivity, await cast.as("Aria"), { object })).data.map(
    ({ sentence }) => sentence,
  );

describe("[P48] breaking the glass", () => {
  test("opens nothing by one person, and tells every owner in the same transaction", async () => {
    const grantId = await broken();
    expect(await shown(grantId)).toMatchObject({
      state: "pending",
      origin: "break_glass",
      minutes: 60,
      startsAt: null,
    });
    // No job has run: the letters are rows already.
    for (const one of [cast.people.Olga, cast.people.Otto]) {
      expect(await kindsTo(one)).toEqual(["glassBroken"]);
    }
    expect(await sentences(grantId)).toEqual([
      "Sam Support (staff) says it is an emergency, and asked a second of the staff to agree that they see and change users and webhooks for 60 minutes without consent of an owner: Letters go to everybody",
    ]);
    const alone = await asStaff(sam);
    expect(await execute(confirmBreakGlass, alone, { grantId })).toMatchObject({
      code: "break_glass_alone",
    });
    expect((await shown(grantId)).state).toBe("pending");
  });

  test("leaves nothing behind where the letters cannot be written", async () => {
    await owner("alter table letters add constraint no_post check (kind <> 'glassBroken')");
    const outcome = await execute(breakGlass, await asStaff(sam), {
      accountId: cast.people.accountId,
      ...emergency,
    });
    await owner("alter table letters drop constraint no_post");
    expect(outcome.ok).toBe(false);
    expect(await owner("select id from support_grants")).toEqual([]);
  });

  test.each(["Sue Support", "Sean Security"])("opens at once when %s confirms it", async (name) => {
    const second = name === sue.name ? sue : sec;
    const grantId = await broken();
    const claim = await asStaff(second);
    expect(await ask(listBreakGlass, claim, {})).toMatchObject({
      value: { data: [{ id: grantId, staff: { name: "Sam Support" }, reason: emergency.reason }] },
    });
    expect(await execute(confirmBreakGlass, claim, { grantId })).toMatchObject({ ok: true });
    const grant = await shown(grantId);
    expect(grant).toMatchObject({ state: "live", mode: "act", may: ["support.end"] });
    expect(Date.parse(grant.endsAt!) - Date.parse(grant.startsAt!)).toBe(60 * 60_000);
    expect(await kindsTo(cast.people.Otto)).toEqual(
      expect.arrayContaining(["glassBroken", "openedWithoutConsent"]),
    );
    expect((await sentences(grantId))[0]).toBe(
      `${name} (staff) agreed, as the second of the staff, that Sam Support may see and change users and webhooks for 60 minutes without consent of an owner: Letters go to everybody`,
    );
    expect(await execute(confirmBreakGlass, claim, { grantId })).toMatchObject({
      code: "support_answered",
    });
    expect(await execute(endAccess, await cast.as("Otto"), { grantId })).toMatchObject({
      ok: true,
    });
    expect(await shown(grantId)).toMatchObject({ state: "ended", endedBy: "owner" });
  });

  test("needs the password of the second person, given just now", async () => {
    const grantId = await broken();
    const claim = await asStaff(sec);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(confirmBreakGlass, claim, { grantId })).toMatchObject({
      code: "step_up_required",
    });
    expect(await execute(confirmBreakGlass, claim, { grantId, password: "not it" })).toMatchObject({
      code: "wrong_password",
    });
    expect(
      await execute(confirmBreakGlass, claim, { grantId, password: castPassword }),
    ).toMatchObject({ ok: true });
  });

  test("lapses within the hour, lasts an hour at most, and is an owner's to decline", async () => {
    expect(
      await execute(breakGlass, await asStaff(sam), {
        accountId: cast.people.accountId,
        ...emergency,
        minutes: 61,
      }),
    ).toMatchObject({ code: "invalid" });
    const late = await broken({ minutes: 30 });
    await owner("update support_grants set lapses_at = lapses_at - interval '1 hour'");
    expect(await execute(confirmBreakGlass, await asStaff(sec), { grantId: late })).toMatchObject({
      code: "support_answered",
    });
    expect(await ask(listBreakGlass, await asStaff(sec), {})).toMatchObject({
      value: { data: [] },
    });
    const declined = await broken();
    await execute(declineRequest, await cast.as("Otto"), { grantId: declined, reason: "No" });
    expect(
      await execute(confirmBreakGlass, await asStaff(sec), { grantId: declined }),
    ).toMatchObject({ code: "support_answered" });
  });

  test("takes two persons in the database as well, with every check of the application left out", async () => {
    const grantId = await broken();
    const claim = await asStaff(sam);
    const outcome = await inTransaction(async (db) => {
      await believe(db, claim, false, "none");
      return call<{ outcome: string }>(db, "confirm_break_glass", grantId);
    });
    expect(outcome).toMatchObject([{ outcome: "own" }]);
    await expect(
      owner("update support_grants set confirmed_by = staff_id where id = $1", [grantId]),
    ).rejects.toMatchObject({ constraint: "support_grants_two_break_glass" });
    await expect(
      owner(
        `update support_grants set decision = 'approved', answered_at = now(), starts_at = now(),
           ends_at = now() + interval '1 hour' where id = $1`,
        [grantId],
      ),
    ).rejects.toMatchObject({ constraint: "support_grants_who_opened_it" });
  });

  test("[P51] is in the next review, used or not, and never decided by who confirmed it", async () => {
    const unused = await broken();
    await owner("update support_grants set lapses_at = now()");
    const used = await broken();
    await execute(confirmBreakGlass, await asStaff(sec), { grantId: used });
    const { reviewId } = valueOf(
      await execute(openReview, jobClaim(null), { quarter: thisQuarter() }),
    );
    const claim = await asStaff(sec);
    const { data } = valueOf(await ask(showReview, claim, { reviewId }));
    const items = data.filter(({ grant }) => grant?.origin === "break_glass");
    expect(items.map(({ grant }) => grant!.id).toSorted()).toEqual([unused, used].toSorted());
    const own = items.find(({ grant }) => grant!.id === used)!;
    expect(own.may).toEqual([]);
    const words = "It was needed";
    expect(
      await execute(decideReview, claim, { itemId: own.id, decision: "keep", words }),
    ).toMatchObject({ code: "review_own" });
    const other = items.find(({ grant }) => grant!.id === unused)!;
    expect(
      await execute(decideReview, claim, { itemId: other.id, decision: "escalate", words }),
    ).toMatchObject({ ok: true });
  });
});
