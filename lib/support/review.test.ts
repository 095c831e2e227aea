import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { stageSession, stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { stageGrant, stageReview, thisQuarter } from "@/lib/cast/stage-support";
import { testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { type Claim, jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import type { Outcome } from "@/lib/gate/failure";
import { sessionClaim } from "@/lib/gate/from-request";
import { listActivity } from "@/lib/activity/list-activity";
import { listLog } from "@/lib/staff/list-log";
import { listSupportStaff } from "./list-support-staff";
import { breakGlass } from "./break-glass";
import { decideReview } from "./decide-review";
import { listReviews } from "./list-reviews";
import { openReview } from "./open-review";
import { requestAccess } from "./request-access";
import type { ReviewItem } from "./review";
import { showGrant } from "./show-grant";
import { showReview } from "./show-review";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let sam: StaffOnStage;
let sec: StaffOnStage;
let both: StaffOnStage;
beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  sec = await stageStaff("Sue Security", "sue@staff.test", ["security"]);
  both = await stageStaff("Bo Both", "bo@staff.test", ["support", "security"]);
});
beforeEach(async () => {
  await owner("delete from support_reviews");
  await owner("delete from support_grants");
  await owner("update staff set ended_at = null");
  await owner("update staff set roles = 'support' where id = $1", [sam.staffId]);
});

const asStaff = async (one: StaffOnStage): Promise<Claim> =>
  sessionClaim(await stageSession(one), testRequest());

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

const opened = async (quarter = thisQuarter()) =>
  valueOf(await execute(openReview, jobClaim(null), { quarter })).reviewId;

const shown = async (reviewId: string, one = sec) =>
  valueOf(await ask(showReview, await asStaff(one), { reviewId }));

const itemOf = (items: ReviewItem[], one: StaffOnStage, aboutGrant = false) =>
  items.find(({ staff, grant }) => staff.id === one.staffId && (grant !== null) === aboutGrant)!;

const decide = async (itemId: string, decision = "keep", one = sec) =>
  execute(decideReview, await asStaff(one), { itemId, decision, words: "Looked at the steps" });

const request = async () =>
  execute(requestAccess, await asStaff(sam), {
    accountId: cast.people.accountId,
    reason: "Deliveries time out",
    nouns: ["users"],
  });

/** As if a quarter had ended so long ago that its review was due a day before now, with an access in it. */
const overdueByADay = () =>
  owner(
    `update support_reviews set quarter = castellan.quarter_of(now() - interval '6 months'), due_at = now() - interval '1 day'`,
  );

describe("[P51] a review", () => {
  test("takes up everybody who can be let in and every access that was used, once", async () => {
    const { accountId } = cast.people;
    const used = await stageGrant(accountId, sam, { state: "live" });
    await stageGrant(accountId, both, { state: "pending" });
    const reviewId = await opened();
    expect(await opened()).toBe(reviewId);
    const { data, items, undecided, closedAt } = await shown(reviewId);
    expect(data.map(({ staff, grant }) => [staff.name, grant?.id ?? null])).toEqual(
      expect.arrayContaining([
        ["Sam Support", null],
        ["Bo Both", null],
        ["Sam Support", used],
      ]),
    );
    expect({ items, undecided, closedAt }).toEqual({ items: 3, undecided: 3, closedAt: null });
    expect(itemOf(data, sam, true).grant).toMatchObject({
      accountId,
      reason: "Deliveries time out",
      looks: 0,
      changes: 0,
    });
    expect(await ask(listReviews, await asStaff(sam), {})).toMatchObject({ code: "forbidden" });
    expect(await ask(showReview, await asStaff(sam), { reviewId })).toMatchObject({
      code: "forbidden",
    });
  });

  test("of the quarter before is opened by a job, with those who were there already", async () => {
    const reviewId = valueOf(await execute(openReview, jobClaim(null), {})).reviewId;
    const before = await shown(reviewId);
    expect(before.data).toEqual([]); // they all came in this quarter
    expect(before.closedAt).not.toBeNull();
    await owner("update staff set created_at = created_at - interval '4 months' where id = $1", [
      sam.staffId,
    ]);
    expect(valueOf(await execute(openReview, jobClaim(null), {})).reviewId).toBe(reviewId);
    const after = await shown(reviewId);
    expect(after.data.map(({ staff }) => staff.name)).toEqual(["Sam Support"]);
    expect(after.closedAt).toBeNull();
    await owner("update staff set created_at = now() where id = $1", [sam.staffId]);
  });

  test("of a quarter to come is not opened", async () => {
    expect(await execute(openReview, await asStaff(sec), { quarter: "2999-01-01" })).toMatchObject({
      code: "invalid",
      fields: { quarter: "This quarter has not begun." },
    });
    expect(await execute(openReview, await asStaff(sec), { quarter: "2026-02-01" })).toMatchObject({
      code: "invalid",
    });
  });

  test("is never decided about oneself, nor twice", async () => {
    const { data } = await shown(await opened(), both);
    const own = itemOf(data, both);
    expect(own.may).toEqual([]);
    expect(await decide(own.id, "keep", both)).toMatchObject({ code: "review_own" });
    expect(itemOf(data, sam).may).toEqual(["support.decide_review"]);
    expect(await decide(own.id)).toMatchObject({ ok: true });
    expect(await decide(own.id, "remove")).toMatchObject({ code: "review_decided" });
    await expect(
      owner("update support_review_items set decided_by = staff_id where id = $1", [own.id]),
    ).rejects.toMatchObject({ constraint: "support_review_items_not_by_oneself" });
  });

  test("is closed by its last decision, and tells who decided what", async () => {
    const reviewId = await opened();
    for (const { id } of (await shown(reviewId)).data) {
      expect(await decide(id)).toMatchObject({ ok: true });
    }
    const done = await shown(reviewId);
    expect(done).toMatchObject({ undecided: 0, closedAt: expect.any(String), overdue: false });
    expect(itemOf(done.data, sam).decision).toMatchObject({
      what: "keep",
      by: { name: "Sue Security" },
      words: "Looked at the steps",
    });
    const log = valueOf(await ask(listLog, await asStaff(sec), {})).data;
    expect(log.map(({ sentence }) => sentence)).toContainEqual(
      `Sue Security reviewed Sam Support for the quarter that began on ${thisQuarter()}: in order`,
    );
  });

  test("takes the role from somebody at once, and ends what was open for them", async () => {
    const { accountId } = cast.people;
    const grantId = await stageGrant(accountId, sam, { state: "live" });
    const { data } = await shown(await opened());
    expect(await decide(itemOf(data, sam).id, "remove")).toMatchObject({ ok: true });
    expect(await request()).toMatchObject({ ok: false });
    const olga = await cast.as("Olga");
    const guests = valueOf(await ask(listSupportStaff, olga, {})).data;
    expect(guests.map(({ name }) => name)).toEqual(["Bo Both"]);
    expect(await ask(showGrant, olga, { grantId })).toMatchObject({
      value: { state: "ended", endedBy: "operator" },
    });
    expect(await decide(itemOf(data, both).id, "remove")).toMatchObject({ ok: true });
    expect(await owner("select roles, ended_at from staff where id = $1", [both.staffId])).toEqual([
      { roles: "security", ended_at: null },
    ]);
    await owner("update staff set roles = 'support security' where id = $1", [both.staffId]);
  });

  test("of an access is read by the owners it was about, and no account next door", async () => {
    const { accountId, nextDoorId } = cast.people;
    const { grantId, itemId } = await stageReview(accountId, sam);
    await stageReview(nextDoorId, both);
    const review = async () =>
      valueOf(await ask(showGrant, await cast.as("Olga"), { grantId })).review;
    expect(await review()).toEqual({ quarter: thisQuarter(), decision: null, at: null });
    expect(await decide(itemId, "remove")).toMatchObject({ ok: true });
    expect(await review()).toMatchObject({ decision: "escalate" }); // an access has no role to lose
    const told = valueOf(await ask(listActivity, await cast.as("Aria"), { object: grantId })).data;
    expect(told.map(({ sentence }) => sentence)).toContainEqual(
      `Sue Security (staff) reviewed Sam Support for the quarter that began on ${thisQuarter()}: somebody has to look into it`,
    );
    expect(JSON.stringify(told)).not.toContain("Looked at the steps");
  });
});

describe("[P51] a review that is overdue by a day", () => {
  test("keeps the staff from asking and from breaking the glass, and says who has to do what", async () => {
    await stageReview(cast.people.accountId, sam);
    await owner("update support_grants set ended_at = now(), ended_by = 'staff'");
    expect(await request()).toMatchObject({ ok: true });
    await owner("update support_grants set lapses_at = now() where decision is null");
    await overdueByADay();
    const refusal = {
      code: "review_overdue",
      says: expect.stringMatching(
        /^The review of support access for quarter [1-4] of \d{4} is overdue.*the role security has to finish it/,
      ),
    };
    expect(await request()).toMatchObject(refusal);
    expect(
      await execute(breakGlass, await asStaff(sam), {
        accountId: cast.people.accountId,
        reason: "Letters go to everybody",
        nouns: ["users"],
      }),
    ).toMatchObject(refusal);
    const [review] = valueOf(await ask(listReviews, await asStaff(sec), {})).data;
    expect(review).toMatchObject({ overdue: true });
    for (const { id } of (await shown(review!.id)).data) await decide(id);
    expect(await request()).toMatchObject({ ok: true });
  });

  test("is overdue although no job ever opened it", async () => {
    const grantId = await stageGrant(cast.people.accountId, sam, { state: "live" });
    await owner(
      `update support_grants set requested_at = now() - interval '8 months', lapses_at = now() - interval '8 months',
         starts_at = now() - interval '8 months', ends_at = now() - interval '8 months' + interval '1 hour' where id = $1`,
      [grantId],
    );
    expect(await request()).toMatchObject({ code: "review_overdue" });
    const [{ quarter } = { quarter: "" }] = await owner<{ quarter: string }>(
      "select castellan.quarter_of(starts_at)::text as quarter from support_grants",
    );
    const { data } = await shown(await opened(quarter));
    expect(await request()).toMatchObject({ code: "review_overdue" });
    for (const { id } of data) await decide(id);
    expect(await request()).toMatchObject({ ok: true });
  });
});
