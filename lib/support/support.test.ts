import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { stageSession, stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { testCast, testRequest } from "@/lib/cast/testing";
import { stageGrant } from "@/lib/cast/stage-support";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { supportLooks } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { deleteUser } from "@/lib/users/delete-user";
import { removeUser } from "@/lib/users/remove-user";
import { accountVault } from "@/lib/vault/keyring";
import { ask } from "@/lib/gate/ask";
import { type Claim, jobClaim, operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import type { Outcome } from "@/lib/gate/failure";
import { sessionClaim } from "@/lib/gate/from-request";
import { workOff } from "@/lib/jobs/testing";
import { lettersTo } from "@/lib/mail/testing";
import { listActivity } from "@/lib/activity/list-activity";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { releaseOwnership } from "@/lib/ownership/release-ownership";
import { addStaff } from "@/lib/staff/add-staff";
import { removeStaff } from "@/lib/staff/remove-staff";
import { approveRequest } from "./approve-request";
import { closeAccess } from "./close-access";
import { declineRequest } from "./decline-request";
import { endAccess } from "./end-access";
import { inviteSupport } from "./invite-support";
import { listGrants } from "./list-grants";
import { listMyGrants } from "./list-my-grants";
import { listSupportStaff } from "./list-support-staff";
import { requestAccess } from "./request-access";
import { sealStep } from "@/lib/activity/step-detail";
import { setCeiling } from "./set-ceiling";
import { showGrant } from "./show-grant";
import { tellOwners } from "./tell-owners";
import { withdrawRequest } from "./withdraw-request";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();

let sam: StaffOnStage;
let sue: StaffOnStage;
beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  sue = await stageStaff("Sue Support", "sue@staff.test", ["support"]);
  await stageStaff("Tess Technical", "tess@staff.test", ["technical"]);
});
beforeEach(() => owner("delete from support_grants"));

const asStaff = async (one: StaffOnStage): Promise<Claim> =>
  sessionClaim(await stageSession(one), testRequest());

const wanted = {
  reason: "Deliveries time out",
  ticket: "4711",
  nouns: ["webhooks", "users"],
  fields: ["email"],
  mode: "act",
  minutes: 120,
};

const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

const ask4711 = async (more: object = {}) =>
  valueOf(
    await execute(requestAccess, await asStaff(sam), {
      accountId: cast.people.accountId,
      ...wanted,
      ...more,
    }),
  ).grantId;

const shown = async (grantId: string) =>
  valueOf(await ask(showGrant, await cast.as("Olga"), { grantId }));

const sentences = async (object: string) =>
  valueOf(await ask(listActivity, await cast.as("Aria"), { object })).data.map(
    ({ sentence }) => sentence,
  );

/** As if so much time had gone by. */
const later = (grantId: string, time: string) =>
  owner(
    `update support_grants set requested_at = requested_at - $2::interval, lapses_at = lapses_at - $2::interval,
       starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval where id = $1`,
    [grantId, time],
  );

describe("[P48] a request of the staff", () => {
  test("opens nothing, tells who, why and what, and every owner by letter", async () => {
    const grantId = await ask4711();
    expect(await shown(grantId)).toMatchObject({
      state: "pending",
      origin: "request",
      staff: { id: sam.staffId, name: sam.name },
      reason: "Deliveries time out",
      ticket: "4711",
      nouns: ["users", "webhooks"],
      fields: ["email"],
      mode: "act",
      minutes: 120,
      startsAt: null,
      answer: null,
      may: ["support.approve", "support.decline"],
    });
    expect(await sentences(grantId)).toEqual([
      "Sam Support (staff) asked to see and change users and webhooks for 120 minutes (ticket 4711): Deliveries time out",
    ]);
    await workOff(installation.ownerUrl);
    const { Olga, Otto } = cast.people;
    expect(await owner("select person_id, kind, state from letters order by person_id")).toEqual(
      [Olga.personId, Otto.personId]
        .toSorted()
        .map((person_id) => ({ person_id, kind: "supportRequested", state: "sent" })),
    );
  });

  test("is refused for an account that is not there, twice, and beyond what the operator allows", async () => {
    const claim = await asStaff(sam);
    const { accountId } = cast.people;
    const nowhere = "0198c0de-0000-7000-8000-000000000009";
    expect(await execute(requestAccess, claim, { accountId: nowhere, ...wanted })).toMatchObject({
      code: "not_found",
    });
    await ask4711();
    expect(await execute(requestAccess, claim, { accountId, ...wanted })).toMatchObject({
      code: "support_asked",
    });
    expect(
      await execute(requestAccess, await asStaff(sue), { accountId, ...wanted, minutes: 1_441 }),
    ).toMatchObject({ code: "invalid" });
    expect((await execute(setCeiling, operatorClaim(null), { minutes: 60 })).ok).toBe(true);
    expect(
      await execute(requestAccess, await asStaff(sue), { accountId, ...wanted }),
    ).toMatchObject({
      code: "invalid",
      fields: { minutes: "The operator allows at most 60 minutes." },
    });
    await execute(setCeiling, operatorClaim(null), { minutes: 1_440 });
  });

  test("is seen by the one who asked, without a name of the account, and by no other of the staff", async () => {
    const grantId = await ask4711();
    expect(await ask(listMyGrants, await asStaff(sam), {})).toMatchObject({
      value: {
        data: [{ id: grantId, accountId: cast.people.accountId, may: ["support.withdraw"] }],
      },
    });
    const others = await asStaff(sue);
    expect(await ask(listMyGrants, others, {})).toMatchObject({ value: { data: [] } });
    expect(await execute(withdrawRequest, others, { grantId })).toMatchObject({
      code: "not_found",
    });
    expect(await execute(withdrawRequest, await asStaff(sam), { grantId })).toMatchObject({
      ok: true,
    });
    expect((await shown(grantId)).state).toBe("withdrawn");
    expect(await execute(approveRequest, await cast.as("Olga"), { grantId })).toMatchObject({
      code: "support_answered",
    });
  });

  test("lapses after four days without an answer, by the clock of the database", async () => {
    const grantId = await ask4711();
    await later(grantId, "4 days");
    expect(await shown(grantId)).toMatchObject({ state: "lapsed", may: [] });
    expect(await execute(approveRequest, await cast.as("Olga"), { grantId })).toMatchObject({
      code: "support_answered",
    });
    expect(await ask4711()).not.toBe(grantId);
  });

  test("is declined with a reason that the one who asked reads", async () => {
    const grantId = await ask4711();
    const olga = await cast.as("Olga");
    expect(await execute(declineRequest, olga, { grantId, reason: "" })).toMatchObject({
      code: "invalid",
    });
    expect(
      await execute(declineRequest, olga, { grantId, reason: "We found it ourselves" }),
    ).toMatchObject({ ok: true });
    expect(await ask(listMyGrants, await asStaff(sam), {})).toMatchObject({
      value: { data: [{ state: "declined", answer: "We found it ourselves", may: [] }] },
    });
    expect((await sentences(grantId))[0]).toBe(
      "Olga Owner declined the request of Sam Support for access: We found it ourselves",
    );
  });
});

describe("[P48] consent", () => {
  test("opens less than was asked for where an owner narrows it, and never more", async () => {
    const grantId = await ask4711();
    const olga = await cast.as("Olga");
    expect(
      await execute(approveRequest, olga, {
        grantId,
        nouns: ["users", "traffic"],
        fields: ["name"],
        minutes: 180,
      }),
    ).toMatchObject({
      code: "invalid",
      fields: {
        nouns: "This is more than was asked for.",
        fields: "This is more than was asked for.",
        minutes: "This is more than was asked for.",
      },
    });
    const agreed = { grantId, nouns: ["users"], fields: [], mode: "view", minutes: 30 };
    expect(await execute(approveRequest, olga, agreed)).toMatchObject({ ok: true });
    const grant = await shown(grantId);
    expect(grant).toMatchObject({
      state: "live",
      nouns: ["users"],
      fields: [],
      mode: "view",
      answer: { decision: "approved", by: { name: "Olga Owner" } },
      may: ["support.end"],
    });
    expect(Date.parse(grant.endsAt!) - Date.parse(grant.startsAt!)).toBe(30 * 60_000);
    expect((await sentences(grantId))[0]).toBe(
      "Olga Owner agreed that Sam Support of the support staff may see users for 30 minutes (ticket 4711)",
    );
  });

  test("needs the password, given now or within the last ten minutes", async () => {
    const grantId = await ask4711();
    const olga = await cast.as("Olga");
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(approveRequest, olga, { grantId })).toMatchObject({
      code: "step_up_required",
    });
    expect(await execute(approveRequest, olga, { grantId, password: "not it" })).toMatchObject({
      code: "wrong_password",
    });
    expect((await shown(grantId)).state).toBe("pending");
    expect(await execute(approveRequest, olga, { grantId, password: castPassword })).toMatchObject({
      ok: true,
    });
  });

  test("is no administrator's to give", async () => {
    const grantId = await ask4711();
    expect(await execute(approveRequest, await cast.as("Adam"), { grantId })).toMatchObject({
      code: "forbidden",
    });
    expect(await ask(listGrants, await cast.as("Adam"), {})).toMatchObject({
      value: {
        data: [{ id: grantId, may: [] }],
        hindrance: "not_owner",
        approvers: [{ name: "Olga Owner" }, { name: "Otto Owner" }],
      },
    });
    expect(await ask(listGrants, await cast.as("Mia"), {})).toMatchObject({ code: "forbidden" });
  });

  test("is never the staff's own, and the refusal says whose it is", async () => {
    const { Olga } = cast.people;
    const grantId = await ask4711();
    await execute(addStaff, operatorClaim(null), {
      email: Olga.email,
      name: "Olga of the staff",
      roles: ["support"],
    });
    const olga = await cast.as("Olga");
    expect(await execute(approveRequest, olga, { grantId })).toMatchObject({
      code: "staff_may_not_approve",
      says: expect.stringContaining("Otto Owner can."),
    });
    expect(await ask(listGrants, olga, {})).toMatchObject({
      value: {
        hindrance: "staff",
        approvers: [{ name: "Otto Owner" }],
        data: [{ may: ["support.decline"] }],
      },
    });
    expect(await execute(inviteSupport, olga, { staffId: sam.staffId, ...wanted })).toMatchObject({
      code: "staff_may_not_approve",
    });
    await execute(removeStaff, operatorClaim(null), { email: Olga.email });
  });

  test("is not for an owner who became one while support was inside", async () => {
    const { Adam } = cast.people;
    const first = await ask4711();
    await execute(approveRequest, await cast.as("Olga"), { grantId: first });
    await execute(grantOwnership, await cast.as("Olga"), { userId: Adam.userId });
    await execute(endAccess, await cast.as("Olga"), { grantId: first });
    const grantId = await ask4711();
    expect(await execute(approveRequest, await cast.as("Adam"), { grantId })).toMatchObject({
      code: "owner_too_new",
      says: expect.stringContaining("Olga Owner or Otto Owner can."),
    });
    await owner("update users set owner_since = null where id = $1", [Adam.userId]);
    expect(await execute(approveRequest, await cast.as("Adam"), { grantId })).toMatchObject({
      code: "owner_too_new", // since when, only the database says
    });
    await execute(releaseOwnership, await cast.as("Olga"), { userId: Adam.userId });
    await execute(grantOwnership, await cast.as("Olga"), { userId: Adam.userId });
    expect(await execute(approveRequest, await cast.as("Adam"), { grantId })).toMatchObject({
      ok: true,
    });
    await execute(releaseOwnership, await cast.as("Olga"), { userId: Adam.userId });
  });
});

describe("[P49] an invitation", () => {
  test("names one of the support staff, and begins when they enter", async () => {
    const olga = await cast.as("Olga");
    expect(valueOf(await ask(listSupportStaff, olga, {})).data).toEqual([
      { id: sam.staffId, name: sam.name },
      { id: sue.staffId, name: sue.name },
    ]);
    const { grantId } = valueOf(
      await execute(inviteSupport, olga, { staffId: sue.staffId, ...wanted }),
    );
    expect(await shown(grantId)).toMatchObject({
      state: "invited",
      staff: { name: sue.name },
      startsAt: null,
      answer: { decision: "approved", by: { name: "Olga Owner" } },
    });
    expect(await ask(listMyGrants, await asStaff(sue), {})).toMatchObject({
      value: { data: [{ id: grantId, state: "invited" }] },
    });
    expect((await sentences(grantId))[0]).toBe(
      "Olga Owner invited Sue Support of the support staff to see and change users and webhooks for 120 minutes (ticket 4711): Deliveries time out",
    );
    expect(await execute(endAccess, await cast.as("Otto"), { grantId })).toMatchObject({
      ok: true,
    });
    expect(await shown(grantId)).toMatchObject({ state: "ended", endedBy: "owner" });
  });

  test("is for nobody outside the support staff", async () => {
    const tess = await owner<{ id: string }>("select id from staff where roles = 'technical'");
    expect(
      await execute(inviteSupport, await cast.as("Olga"), { staffId: tess[0]!.id, ...wanted }),
    ).toMatchObject({ code: "not_found" });
  });
});

describe("[P50] the end", () => {
  test("comes by an owner at once, and by the one of the staff", async () => {
    for (const end of [await cast.as("Otto"), await asStaff(sam)]) {
      const grantId = await ask4711();
      await execute(approveRequest, await cast.as("Olga"), { grantId });
      expect(await execute(endAccess, await asStaff(sue), { grantId })).toMatchObject({
        code: "not_found",
      });
      expect(await execute(endAccess, end, { grantId })).toMatchObject({ ok: true });
      expect((await shown(grantId)).state).toBe("ended");
      expect(await execute(endAccess, end, { grantId })).toMatchObject({ code: "support_over" });
    }
  });

  test("comes by the clock without any job, which only tells of it, once", async () => {
    const grantId = await ask4711();
    await execute(approveRequest, await cast.as("Olga"), { grantId });
    const job = jobClaim(cast.people.accountId);
    expect(await execute(closeAccess, job, { grantId })).toMatchObject({ ok: true });
    expect((await shown(grantId)).state).toBe("live");
    await later(grantId, "2 hours");
    const ended = await shown(grantId);
    expect(ended).toMatchObject({ state: "ended", endedBy: "time", endedAt: ended.endsAt });
    expect(await execute(endAccess, await cast.as("Olga"), { grantId })).toMatchObject({
      code: "support_over",
    });
    for (let times = 0; times < 2; times++) {
      expect(await execute(closeAccess, job, { grantId })).toMatchObject({ ok: true });
      for (const what of ["start", "end"]) {
        expect(await execute(tellOwners, job, { grantId, what })).toMatchObject({ ok: true });
      }
    }
    expect((await sentences(grantId)).filter((one) => one.startsWith("The access"))).toEqual([
      "The access of Sam Support ended after the time agreed on: 0 looks, 0 changes",
    ]);
    const kinds = (await lettersOf(cast.people.Otto, grantId)).filter(
      (kind) => kind === "supportEnded",
    );
    expect(kinds).toHaveLength(1);
  });

  test("the database itself keeps every access within a day, and consent before any start", async () => {
    const grantId = await ask4711();
    const write = (set: string) =>
      owner(`update support_grants set ${set} where id = $1`, [grantId]);
    await expect(
      write("starts_at = now(), ends_at = now() + interval '1 hour'"),
    ).rejects.toMatchObject({ constraint: "support_grants_only_approved" });
    await expect(
      write(
        "decision = 'approved', answered_at = now(), starts_at = now(), ends_at = now() + interval '25 hours'",
      ),
    ).rejects.toMatchObject({ constraint: "support_grants_a_day_at_most" });
    await expect(owner("update settings set support_ceiling_minutes = 1441")).rejects.toMatchObject(
      {
        constraint: "settings_support_a_day_at_most",
      },
    );
  });
});

describe("[P48] what was looked at", () => {
  test("is replayed step by step, with names as long as somebody has them", async () => {
    const { accountId, Pia } = cast.people;
    const grantId = await stageGrant(accountId, sam, { state: "live" });
    await inTransaction(async (db) => {
      await enterScope(db, accountId);
      const id = newId();
      const step = {
        filter: { q: "pia", status: "paused" },
        objects: [{ kind: "user", id: Pia.userId }],
        masked: ["name", "email"],
      };
      await db.insert(supportLooks).values({
        ...{ accountId, id, grantId, kind: "look", action: "user.list" },
        ...{
          fields: "title",
          requestId: "r",
          ...sealStep(await accountVault(db, accountId), id, step),
        },
      });
    });
    const steps = async () => (await shown(grantId)).steps;
    expect(await steps()).toMatchObject([
      {
        kind: "look",
        action: "user.list",
        object: null,
        filter: { q: "pia", status: "paused" },
        objects: [{ kind: "user", id: Pia.userId, name: Pia.name }],
        clear: ["title"],
        masked: ["name", "email"],
      },
    ]);
    expect(await shown(grantId)).toMatchObject({ looks: 1, changes: 0 });

    const olga = await cast.as("Olga");
    await execute(deleteUser, olga, { userId: Pia.userId });
    await execute(removeUser, olga, { userId: Pia.userId, name: Pia.name });
    const [left] = await steps();
    expect(left).toMatchObject({ objects: [{ id: Pia.userId, name: null }] });
    expect(left!.filter).toEqual({ status: "paused" }); // the words may have named her
  });
});

/** The kinds of letters about support that wait for someone, of one access where it is named. */
async function lettersOf(one: { personId: string }, grantId = ""): Promise<string[]> {
  const letters = await lettersTo(one);
  return letters
    .filter(
      ({ kind, text }) => kind.startsWith("support") && text.includes(`/trust/support/${grantId}`),
    )
    .map(({ kind }) => kind);
}
