import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { createApi } from "@/lib/api/api";
import { castPassword } from "@/lib/cast/people";
import { stageSession, stageStaff, type StaffOnStage } from "@/lib/cast/stage";
import { stageGrant, stageInside } from "@/lib/cast/stage-support";
import { testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { Claim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import type { Outcome } from "@/lib/gate/failure";
import { sessionClaim } from "@/lib/gate/from-request";
import { showMe } from "@/lib/people/show-me";
import { showInstallation } from "@/lib/staff/show-installation";
import { editUser } from "@/lib/users/edit-user";
import { inviteUser } from "@/lib/users/invite-user";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { sendReset } from "@/lib/users/send-reset";
import { showUser } from "@/lib/users/show-user";
import { approveRequest } from "./approve-request";
import { endAccess } from "./end-access";
import { enterSupport } from "./enter-support";
import { inviteSupport } from "./invite-support";
import { leaveSupport } from "./leave-support";
import { previewAccess } from "./preview-access";
import { requestAccess } from "./request-access";
import { showGrant } from "./show-grant";
import { unmaskField } from "./unmask-field";

const { owner } = testInstallation();
const cast = testCast();
const api = createApi();

let sam: StaffOnStage;
let sue: StaffOnStage;
beforeAll(async () => {
  sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  sue = await stageStaff("Sue Support", "sue@staff.test", ["support"]);
});
beforeEach(() =>
  owner("delete from support_looks; delete from support_unmasks; delete from support_grants"),
);

const claimIn = (token: string) => sessionClaim(token, testRequest());
const asStaff = async (one: StaffOnStage): Promise<Claim> => claimIn(await stageSession(one));
const valueOf = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

const wanted = { reason: "Deliveries time out", ticket: "4711", nouns: ["users"], mode: "act" };

/** Sam asks, Olga agrees, Sam enters. */
async function samInside(more: object = {}) {
  const { accountId } = cast.people;
  const claim = await asStaff(sam);
  const { grantId } = valueOf(
    await execute(requestAccess, claim, { accountId, ...wanted, ...more }),
  );
  valueOf(await execute(approveRequest, await cast.as("Olga"), { grantId }));
  valueOf(await execute(enterSupport, claim, { grantId }));
  return { claim, grantId };
}

const steps = async (grantId: string) =>
  valueOf(await ask(showGrant, await cast.as("Aria"), { grantId })).steps;

const newest = async (count: number) =>
  valueOf(await ask(listActivity, await cast.as("Aria"), { limit: count })).data;

describe("[P48] entering an account", () => {
  test("is done in one's own session, shows where one is and for how long, and is left again", async () => {
    const { claim, grantId } = await samInside();
    const me = valueOf(await ask(showMe, claim, {}));
    expect(me).toMatchObject({
      id: sam.staffId,
      name: sam.name,
      account: { id: cast.people.accountId, name: "Acme" },
      support: { grantId, nouns: ["users"], mode: "act", fields: [], endsAt: expect.any(String) },
      may: expect.arrayContaining(["user.list", "support.leave", "support.end"]),
    });
    expect((me as { may: string[] }).may).not.toContain("activity.list");
    expect(await ask(showInstallation, claim, {})).toMatchObject({ code: "forbidden" });
    expect(await execute(leaveSupport, claim, {})).toMatchObject({ ok: true });
    expect(await ask(showMe, claim, {})).toMatchObject({ value: { account: null } });
    expect(await ask(listUsers, claim, {})).toMatchObject({ code: "forbidden" });
    expect(await execute(enterSupport, claim, { grantId })).toMatchObject({ ok: true });
    expect((await newest(3)).map(({ sentence }) => sentence)).toEqual([
      "Sam Support (staff) entered this account with the consent of an owner",
      "Sam Support of the support staff (request 4711) left this account",
      "Sam Support (staff) entered this account with the consent of an owner",
    ]);
  });

  test("needs the password again after ten minutes", async () => {
    const grantId = await stageGrant(cast.people.accountId, sam, { state: "live" });
    const claim = await asStaff(sam);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect(await execute(enterSupport, claim, { grantId })).toMatchObject({
      code: "step_up_required",
    });
    expect(await execute(enterSupport, claim, { grantId, password: "not it" })).toMatchObject({
      code: "wrong_password",
    });
    expect(await execute(enterSupport, claim, { grantId, password: castPassword })).toMatchObject({
      ok: true,
    });
  });

  test("is for the named person alone, while it is open, and into one account at a time", async () => {
    const { accountId, nextDoorId } = cast.people;
    const { claim, grantId } = await samInside();
    expect(await execute(enterSupport, await asStaff(sue), { grantId })).toMatchObject({
      code: "not_found",
    });
    const other = await stageGrant(nextDoorId, sam, { state: "live" });
    expect(await execute(enterSupport, claim, { grantId: other })).toMatchObject({
      code: "support_inside",
    });
    const asked = await stageGrant(accountId, sue);
    expect(await execute(enterSupport, await asStaff(sue), { grantId: asked })).toMatchObject({
      code: "support_over",
    });
  });

  test("by an invitation begins its time", async () => {
    const olga = await cast.as("Olga");
    const { grantId } = valueOf(
      await execute(inviteSupport, olga, { staffId: sue.staffId, ...wanted, minutes: 30 }),
    );
    await owner(
      "update support_grants set requested_at = requested_at - interval '1 hour', lapses_at = lapses_at - interval '1 hour'",
    );
    expect(await execute(enterSupport, await asStaff(sue), { grantId })).toMatchObject({
      ok: true,
    });
    const grant = valueOf(await ask(showGrant, olga, { grantId }));
    expect(grant.state).toBe("live");
    expect(Date.parse(grant.endsAt!) - Date.parse(grant.startsAt!)).toBe(30 * 60_000);
  });
});

describe("[P48] the preview for an owner", () => {
  test("is exactly what the one of the staff then sees, and less of it where the owner opens less", async () => {
    const { accountId } = cast.people;
    const claim = await asStaff(sam);
    const nouns = ["users", "activity", "account"];
    const { grantId } = valueOf(
      await execute(requestAccess, claim, { accountId, ...wanted, nouns }),
    );
    const olga = await cast.as("Olga");
    expect(await ask(previewAccess, olga, { grantId, nouns: "users", mode: "view" })).toMatchObject(
      {
        value: { nouns: ["users"], may: ["user.list", "user.show"], activity: null, account: null },
      },
    );
    expect(await ask(previewAccess, olga, { grantId, nouns: "traffic" })).toMatchObject({
      code: "invalid",
    });
    expect(await ask(previewAccess, await cast.as("Adam"), { grantId })).toMatchObject({
      code: "forbidden",
    });
    const preview = valueOf(await ask(previewAccess, olga, { grantId }));
    expect(JSON.stringify(preview)).not.toMatch(/Owner|Member|example\.test/);
    valueOf(await execute(approveRequest, olga, { grantId }));
    valueOf(await execute(enterSupport, claim, { grantId }));
    const { data } = valueOf(await ask(listUsers, claim, { limit: 3 }));
    const withoutMay = (rows: { may: string[] }[]) => rows.map(({ may: _may, ...row }) => row);
    expect(withoutMay(preview.users!.data)).toEqual(withoutMay(data));
  });
});

describe("[P50] the end of an access", () => {
  const ends = {
    "an owner": async (grantId: string) =>
      valueOf(await execute(endAccess, await cast.as("Otto"), { grantId })),
    "the clock": async (grantId: string) =>
      owner(
        "update support_grants set starts_at = now() - interval '2 hours', ends_at = now() where id = $1",
        [grantId],
      ),
  };
  test.each(Object.entries(ends))(
    "by %s refuses the very next request, leads back, and no job has to run",
    async (_who, end) => {
      const { claim, grantId } = await samInside();
      expect(await ask(listUsers, claim, {})).toMatchObject({ ok: true });
      await end(grantId);
      const { Mia } = cast.people;
      const ended = {
        code: "grant_ended",
        says: "Your access to this account ended. Ask again if you still need it.",
      };
      expect(await ask(listUsers, claim, {})).toMatchObject(ended);
      expect(await execute(pauseUser, claim, { userId: Mia.userId })).toMatchObject(ended);
      expect(await ask(showMe, claim, {})).toMatchObject({ value: { account: null, staff: {} } });
      expect(await ask(showInstallation, claim, {})).toMatchObject({ ok: true });
      expect(await execute(enterSupport, claim, { grantId })).toMatchObject({
        code: "support_over",
      });
    },
  );

  test("by the one of the staff themselves is told with what they did", async () => {
    const { claim, grantId } = await samInside();
    await ask(listUsers, claim, {});
    expect(await execute(endAccess, claim, { grantId })).toMatchObject({ ok: true });
    expect(await ask(listUsers, claim, {})).toMatchObject({ code: "grant_ended" });
    expect((await newest(1))[0]!.sentence).toContain("ended the access of Sam Support");
  });
});

describe("[P49] inside", () => {
  test("an access to look changes nothing, one to act changes users but no owner, password, address or role", async () => {
    const { Mia, Olga } = cast.people;
    const { claim } = await samInside({ mode: "view" });
    expect(await execute(pauseUser, claim, { userId: Mia.userId })).toMatchObject({
      code: "forbidden",
    });
    await owner("delete from support_looks; delete from support_grants");
    const { claim: acting } = await samInside();
    for (const [verb, input] of [
      [pauseUser, { userId: Olga.userId }],
      [editUser, { userId: Olga.userId, title: "Nobody" }],
      [sendReset, { userId: Mia.userId }],
      [inviteUser, { email: "friend@example.test" }],
    ] as const) {
      expect(
        await execute(verb as typeof pauseUser, acting, input as { userId: string }),
      ).toMatchObject({
        code: "forbidden",
      });
    }
    expect(await execute(pauseUser, acting, { userId: Mia.userId })).toMatchObject({ ok: true });
    expect(await execute(resumeUser, acting, { userId: Mia.userId })).toMatchObject({ ok: true });
  });

  test("[P48] every change carries both identities: who acted, and with whose consent", async () => {
    const { claim, grantId } = await samInside();
    const { Mia } = cast.people;
    valueOf(await execute(editUser, claim, { userId: Mia.userId, title: "Illustrator" }));
    const [event] = await newest(1);
    expect(event).toMatchObject({
      actor: { kind: "staff", id: sam.staffId, name: "Sam Support (staff)" },
      particulars: { support: { grantId, ticket: "4711", consentOf: "Olga Owner" } },
      sentence: "Sam Support of the support staff (request 4711) changed Mia Member's title",
    });
  });

  test("[P48] every look is on record before the answer leaves, over REST too, step by step", async () => {
    const { claim, grantId } = await samInside();
    const { Mia } = cast.people;
    valueOf(await ask(listUsers, claim, { q: Mia.userId }));
    valueOf(await ask(showUser, claim, { userId: Mia.userId }));
    valueOf(await execute(editUser, claim, { userId: Mia.userId, title: "Illustrator" }));
    const token = claim.kind === "session" ? claim.token : "";
    const address = `http://localhost:3000/api/v1/users/${Mia.userId}`;
    const request = new Request(address, { headers: { authorization: `Bearer ${token}` } });
    const answer = await api(request, { ip: "203.0.113.9" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain("Mia Member");

    const mia = { kind: "user", id: Mia.userId, name: "Mia Member" };
    expect(await steps(grantId)).toMatchObject([
      { kind: "look", action: "user.show", object: mia },
      { kind: "change", action: "user.edit", object: mia },
      {
        kind: "look",
        action: "user.show",
        object: mia,
        clear: [],
        masked: ["name", "email", "title"],
      },
      {
        kind: "look",
        action: "user.list",
        object: null,
        filter: { q: Mia.userId },
        objects: [mia],
      },
    ]);
    const { looks, changes } = valueOf(await ask(showGrant, await cast.as("Olga"), { grantId }));
    expect({ looks, changes }).toEqual({ looks: 3, changes: 1 });
  });

  test("one field of one user is unmasked with a reason, within what was agreed to, and told", async () => {
    const { claim, grantId } = await samInside({ fields: ["email"] });
    const { Mia, Adam } = cast.people;
    const about = { objectKind: "user", objectId: Mia.userId, reason: "to compare with the log" };
    expect(await execute(unmaskField, claim, { ...about, field: "name" })).toMatchObject({
      code: "forbidden",
    });
    expect(
      await execute(unmaskField, claim, { ...about, field: "email", reason: " " }),
    ).toMatchObject({
      code: "invalid",
    });
    expect(await execute(unmaskField, claim, { ...about, field: "email" })).toMatchObject({
      ok: true,
    });
    const shown = valueOf(await ask(listUsers, claim, {})).data;
    expect(shown.find(({ id }) => id === Mia.userId)).toMatchObject({
      name: "M•• M••",
      email: Mia.email,
    });
    expect(shown.find(({ id }) => id === Adam.userId)).toMatchObject({ email: "a••@•••" });
    expect((await newest(2)).map(({ sentence }) => sentence)).toContain(
      "Sam Support of the support staff (request 4711) unmasked the e-mail address of Mia Member: to compare with the log",
    );
    expect((await steps(grantId))[1]).toMatchObject({
      kind: "unmask",
      object: { id: Mia.userId },
      clear: ["email"],
    });
    await owner(
      "delete from support_looks; delete from support_unmasks; delete from support_grants",
    );
    const { token } = await stageInside(cast.people.accountId, sam, {
      nouns: ["users"],
      fields: ["email"],
    });
    const anew = valueOf(await ask(showUser, claimIn(token), { userId: Mia.userId }));
    expect(anew.email).toBe("m••@•••");
  });
});
