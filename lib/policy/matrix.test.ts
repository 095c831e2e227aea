import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";

import * as accountActions from "@/lib/accounts/actions";
import * as keyActions from "@/lib/api-keys/actions";
import { remindOfKey } from "@/lib/api-keys/remind-of-key";
import { revokeExposedKey } from "@/lib/api-keys/revoke-exposed-key";
import { createApi } from "@/lib/api/api";
import { type Method, type Route, routes } from "@/lib/api/routes";
import { noteRestore } from "@/lib/backups/note-restore";
import * as closureActions from "@/lib/closures/actions";
import { purgeAccount } from "@/lib/closures/purge-account";
import { createAccount } from "@/lib/accounts/create-account";
import { freshEmail, type Scene, tries, type Try, type Verb } from "@/lib/cast/every-verb";
import {
  type OnStage,
  stageAccount,
  stageEveryone,
  stageSession,
  stageStaff,
  stageUser,
} from "@/lib/cast/stage";
import { stageInside } from "@/lib/cast/stage-support";
import { pageOfSession, testRequest } from "@/lib/cast/testing";
import { acme as cast, castPassword } from "@/lib/cast/people";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { testInstallation } from "@/lib/db/testing";
import { moveInstallation } from "@/lib/environment/move-installation";
import * as exportActions from "@/lib/exports/actions";
import { execute } from "@/lib/gate/execute";
import { failures, type FailureCode, type Outcome } from "@/lib/gate/failure";
import * as processorActions from "@/lib/processors/actions";
import { setNotice } from "@/lib/processors/set-notice";
import { noteBlocked } from "@/lib/processors/note-blocked";
import { sessionClaim } from "@/lib/gate/from-request";
import { exportLedger } from "@/lib/ledger/export-ledger";
import { importAccount } from "@/lib/imports/import-account";
import * as linkActions from "@/lib/links/actions";
import * as locationActions from "@/lib/locations/actions";
import { tellOfChange } from "@/lib/notices/tell-of-change";
import * as ownershipActions from "@/lib/ownership/actions";
import * as passwordActions from "@/lib/passwords/actions";
import { answerResetRequest } from "@/lib/passwords/answer-reset-request";
import { hashed } from "@/lib/passwords/check";
import { erasePerson } from "@/lib/people/erase-person";
import * as personActions from "@/lib/people/actions";
import * as privacyActions from "@/lib/privacy/actions";
import { lapseRequest } from "@/lib/privacy/lapse-request";
import { remindOfRequest } from "@/lib/privacy/remind-of-request";
import { setCleanup } from "@/lib/purge/set-cleanup";
import { pageHeader, pageOfNobody } from "@/lib/sessions/drawn";
import * as sessionActions from "@/lib/sessions/actions";
import { endExposedSession } from "@/lib/sessions/end-exposed-session";
import { refuseSession } from "@/lib/sessions/refuse-session";
import * as staffActions from "@/lib/staff/actions";
import { addStaff } from "@/lib/staff/add-staff";
import { changeStaffRoles } from "@/lib/staff/change-staff-roles";
import { removeStaff } from "@/lib/staff/remove-staff";
import type { StaffRole } from "@/lib/staff/staff";
import * as supportActions from "@/lib/support/actions";
import { closeAccess } from "@/lib/support/close-access";
import { personalFields } from "@/lib/support/personal";
import { supportNouns } from "@/lib/support/support";
import { setCeiling } from "@/lib/support/set-ceiling";
import { tellOwners } from "@/lib/support/tell-owners";
import { setRetention } from "@/lib/traffic/set-retention";
import * as userActions from "@/lib/users/actions";
import { type Role, roles } from "@/lib/users/user";
import * as webhookActions from "@/lib/webhooks/actions";
import { disableWebhook } from "@/lib/webhooks/disable-webhook";
import { warnOwners } from "@/lib/webhooks/warn-owners";
import type { Actor, UserTarget } from "./actor";
import { mayAsk, mayDo } from "./policy";

const browser = vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
  return { headers: new Headers(), cookie: undefined as string | undefined };
});
vi.mock("next/headers", () => ({
  headers: async () => browser.headers,
  cookies: async () => ({
    get: (name: string) =>
      name === "castellan-session" && browser.cookie ? { value: browser.cookie } : undefined,
    set: () => {},
  }),
}));
vi.mock("next-auth", () => ({ CredentialsSignin: class extends Error {} }));
// next-auth only sets the cookie; what it asks of the gate is tried through the API's own sign-in.
vi.mock("@/lib/sessions/auth", () => ({ signIn: async () => {}, signOut: async () => {} }));

const { owner } = testInstallation();
const origin = "http://localhost:3000";
const api = createApi();

// ── the ways in ─────────────────────────────────────────────────────────────────────────────────────────────────

type Answer = { status: number; body: Record<string, unknown> };
type Way = (verb: Verb, token: string | null, input: object) => Promise<Answer>;
type PanelAction = (input: never) => Promise<Outcome<unknown>>;

const addresses = new Map<Verb, { path: string; method: Method }>(
  Object.entries(routes).flatMap(([path, methods]) =>
    (Object.entries(methods) as [Method, Route][]).map(([method, route]) => {
      const { name } = "command" in route ? route.command : route.query;
      return [name, { path, method }] as const;
    }),
  ),
);

/** The REST API, as any HTTP client reaches it. */
const rest: Way = async (verb, token, input) => {
  const { path, method } = addresses.get(verb)!;
  const rests = { ...input } as Record<string, string>;
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rests[name]!;
    delete rests[name];
    return value;
  });
  const query = method === "GET" ? `?${new URLSearchParams(rests)}` : "";
  const request = new Request(`${origin}/api/v1${filled}${query}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      "content-type": "application/json",
    },
    body: method === "GET" ? undefined : JSON.stringify(rests),
  });
  const response = await api(request, { ip: freshAddress() });
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json");
  return { status: response.status, body: json ? JSON.parse(text) : {} };
};

const panelActions: Partial<Record<Verb, PanelAction>> = {
  "account.set_up": accountActions.setUpAction,
  "account.edit": accountActions.editAccountAction,
  "account.close": closureActions.closeAccountAction,
  "account.confirm_close": closureActions.confirmCloseAction,
  "account.cancel_close": closureActions.cancelCloseAction,
  "account.hold": closureActions.placeHoldAction,
  "account.release_hold": closureActions.releaseHoldAction,
  "user.invite": (input: { email: string; role: string }) =>
    userActions.inviteUsersAction({ emails: [input.email], role: input.role }),
  "user.edit": userActions.editUserAction,
  "user.start_email_change": userActions.startEmailChangeAction,
  "user.cancel_email_change": userActions.cancelEmailChangeAction,
  "user.pause": userActions.pauseUserAction,
  "user.resume": userActions.resumeUserAction,
  "user.change_role": userActions.changeRoleAction,
  "user.delete": userActions.deleteUserAction,
  "user.restore": userActions.restoreUserAction,
  "user.remove": userActions.removeUserAction,
  "user.leave": userActions.leaveAccountAction,
  "user.resend_invitation": userActions.resendInvitationAction,
  "user.revoke_invitation": userActions.revokeInvitationAction,
  "user.send_reset": userActions.sendPasswordResetAction,
  "user.end_session": sessionActions.endUserSessionAction,
  "user.end_sessions": sessionActions.endUserSessionsAction,
  "api_key.create": keyActions.createKeyAction,
  "api_key.edit": keyActions.editKeyAction,
  "api_key.rotate": keyActions.rotateKeyAction,
  "api_key.revoke": keyActions.revokeKeyAction,
  "api_key.remove": keyActions.removeKeyAction,
  "ownership.grant": ownershipActions.grantOwnershipAction,
  "ownership.release": ownershipActions.releaseOwnershipAction,
  "session.open": sessionActions.signInAction,
  "session.confirm": sessionActions.confirmSessionAction,
  "session.choose_account": sessionActions.chooseAccountAction,
  "session.choose_operator": sessionActions.chooseOperatorAction,
  "session.close": sessionActions.signOutAction,
  "session.end": sessionActions.endSessionAction,
  "session.end_others": sessionActions.endOtherSessionsAction,
  "password.request_reset": passwordActions.requestResetAction,
  "password.set": passwordActions.setPasswordAction,
  "password.change": passwordActions.changePasswordAction,
  "password.check": passwordActions.checkPasswordAction,
  "export.request": exportActions.requestExportAction,
  "export.cancel": exportActions.cancelExportAction,
  "me.request_copy": exportActions.requestCopyAction,
  "me.edit": personActions.editMeAction,
  "me.erase": personActions.eraseMeAction,
  "me.start_email_change": personActions.startMyEmailChangeAction,
  "me.cancel_email_change": personActions.cancelMyEmailChangeAction,
  "me.request_erasure": privacyActions.requestErasureAction,
  "me.cancel_erasure": privacyActions.cancelErasureAction,
  "privacy.answer_request": privacyActions.answerRequestAction,
  "email.confirm": personActions.confirmEmailAction,
  "email.stop": personActions.stopEmailChangeAction,
  "email.revert": personActions.revertEmailAction,
  "webhook.create": webhookActions.createWebhookAction,
  "webhook.edit": webhookActions.editWebhookAction,
  "webhook.pause": webhookActions.pauseWebhookAction,
  "webhook.resume": webhookActions.resumeWebhookAction,
  "webhook.delete": webhookActions.deleteWebhookAction,
  "webhook.remove": webhookActions.removeWebhookAction,
  "webhook.rotate_secret": webhookActions.rotateSecretAction,
  "webhook.test": webhookActions.testWebhookAction,
  "webhook.replay": webhookActions.replayDeliveryAction,
  "webhook.replay_range": webhookActions.replayRangeAction,
  "webhook.preview_replay": webhookActions.previewReplayAction,
  "webhook.verify": webhookActions.verifySignatureAction,
  "processor.announce": processorActions.announceChangeAction,
  "processor.withdraw": processorActions.withdrawChangeAction,
  "processor.object": processorActions.objectToChangeAction,
  "location.add": locationActions.addLocationAction,
  "location.end": locationActions.endLocationAction,
  "traffic.look": staffActions.lookAtCallsAction,
  "traffic.look_at_webhooks": staffActions.lookAtAttemptsAction,
  "traffic.trace": staffActions.traceRequestAction,
  "support.request": supportActions.requestAccessAction,
  "support.withdraw": supportActions.withdrawRequestAction,
  "support.invite": supportActions.inviteSupportAction,
  "support.approve": supportActions.approveRequestAction,
  "support.decline": supportActions.declineRequestAction,
  "support.end": supportActions.endAccessAction,
  "support.enter": supportActions.enterSupportAction,
  "support.leave": supportActions.leaveSupportAction,
  "support.unmask": supportActions.unmaskFieldAction,
  "support.open_review": supportActions.openReviewAction,
  "support.decide_review": supportActions.decideReviewAction,
  "support.break_glass": supportActions.breakGlassAction,
  "support.confirm_break_glass": supportActions.confirmBreakGlassAction,
  "link.open": linkActions.openLinkAction,
  "link.renew": linkActions.renewLinkAction,
};

/** A server action, as the browser calls it from one of our pages. */
const panel: Way = async (verb, token, input) => {
  browser.cookie = token ?? undefined;
  browser.headers = new Headers({ origin, "x-castellan-client-ip": freshAddress() });
  if (token) browser.headers.set(pageHeader, await pageOfSession(token));
  return answerOf(await panelActions[verb]!(input as never));
};

/** Verbs no person can reach: their only entry points are jobs and the command line. What holds is tried at the gate. */
const unreachable = {
  "account.create": { command: createAccount, why: "the command line of the operator" },
  "account.import": { command: importAccount, why: "the command line of the operator" },
  "account.purge": { command: purgeAccount, why: "a job, when the database says it is due" },
  "person.erase": { command: erasePerson, why: "a job, after they asked for it" },
  "installation.set_cleanup": { command: setCleanup, why: "the command line of the operator" },
  "api_key.revoke_exposed": { command: revokeExposedKey, why: "the door, for a key in the clear" },
  "api_key.remind": { command: remindOfKey, why: "a job" },
  "session.end_exposed": {
    command: endExposedSession,
    why: "the door, for a token in the clear",
  },
  "installation.move": { command: moveInstallation, why: "the command line of the operator" },
  "staff.add": { command: addStaff, why: "the command line of the operator" },
  "staff.change_roles": { command: changeStaffRoles, why: "the command line of the operator" },
  "staff.remove": { command: removeStaff, why: "the command line of the operator" },
  "account.restore": { command: noteRestore, why: "a restore by the operator" },
  "ledger.export": { command: exportLedger, why: "a download of the panel" },
  "privacy.remind": { command: remindOfRequest, why: "a job after 14 and 25 days" },
  "privacy.lapse": { command: lapseRequest, why: "a job after a month" },
  "session.refuse": { command: refuseSession, why: "a job after a failed sign-in" },
  "password.answer_reset_request": { command: answerResetRequest, why: "a job after a request" },
  "traffic.set_retention": { command: setRetention, why: "the command line of the operator" },
  "processor.set_notice": { command: setNotice, why: "the command line of the operator" },
  "notice.tell_of_change": { command: tellOfChange, why: "a job after an announcement" },
  "processor.note_blocked": { command: noteBlocked, why: "the gateway, about what it blocked" },
  "support.set_ceiling": { command: setCeiling, why: "the command line of the operator" },
  "support.close": { command: closeAccess, why: "a job when the time is over" },
  "support.tell_owners": { command: tellOwners, why: "a job that writes letters" },
  "webhook.warn": { command: warnOwners, why: "a job after days of failure" },
  "webhook.disable": { command: disableWebhook, why: "a job after days of failure" },
} satisfies Partial<Record<Verb, object>>;

const gate: Way = async (verb, token, input) => {
  const { command } = unreachable[verb as keyof typeof unreachable];
  const claim = sessionClaim(token ?? undefined, testRequest());
  return answerOf(await execute(command as typeof createAccount, claim, input));
};

const answerOf = (outcome: Outcome<unknown>): Answer => ({
  status: outcome.ok ? 200 : failures[outcome.code].status,
  body: { ...outcome },
});

/** Every request from an address of its own, so that no limit is met. */
let requests = 0;
const freshAddress = () => `198.18.${(++requests >> 8) & 255}.${requests & 255}`;

// ── who acts, and on whom ───────────────────────────────────────────────────────────────────────────────────────

const someone = ["owner", "administrator", "auditor", "user"] as const satisfies Role[];
const staff = {
  "technical staff": "technical",
  "support staff": "support",
  "security staff": "security",
} as const satisfies Record<string, StaffRole>;
const inside = { "support, to look": "view", "support, to act": "act" } as const;
type Me =
  | Role
  | keyof typeof staff
  | keyof typeof inside
  | "nobody signed in"
  | "someone without an account picked";
const everyMe: Me[] = [
  ...someone,
  ...(Object.keys(staff) as (keyof typeof staff)[]),
  ...(Object.keys(inside) as (keyof typeof inside)[]),
  "someone without an account picked",
  "nobody signed in",
];

let acme: string;
/** where support is inside, so that what is tried of consent elsewhere is not touched */
let helped: string;
let nextDoor: string;
let hash: string;
beforeAll(async () => {
  ({ accountId: acme, nextDoorId: nextDoor } = await stageEveryone());
  ({ accountId: helped } = await stageAccount("Helped", cast));
  hash = await hashed(castPassword);
});

const homeOf = (me: Me) => (me in inside ? helped : acme);

const fresh = (accountId: string, role: Role, status: Try["state"] = "active"): Promise<OnStage> =>
  inTransaction((db) =>
    stageUser(
      db,
      accountId,
      { name: `${role} ${status}`, email: freshEmail(), role, status },
      hash,
    ),
  );

/** Whoever nothing is done to, and does nothing, serves again and again. */
const extras = new Map<string, Promise<unknown>>();
function again<T>(key: string, make: () => Promise<T>): Promise<T> {
  if (!extras.has(key)) extras.set(key, make());
  return extras.get(key) as Promise<T>;
}
const extra = (accountId: string, role: Role, state: Try["state"]) =>
  again(`${accountId} ${role} ${state}`, () => fresh(accountId, role, state));

type Entered = { user: OnStage; token: string | null; actor: Actor };

async function enter(me: Me): Promise<Entered> {
  const role = (someone as readonly Me[]).includes(me) ? (me as Role) : "owner";
  const user = await fresh(homeOf(me), me in staff || me in inside ? "user" : role);
  if (me === "nobody signed in") return { user, token: null, actor: { kind: "visitor" } };
  const token = await stageSession(user);
  const session = { sessionId: "", confirmedAt: new Date() };
  if (me in staff) {
    const roles = [staff[me as keyof typeof staff]];
    const one = await stageStaff(user.name, user.email, roles);
    const token = await stageSession({ personId: user.personId });
    return { user, token, actor: { kind: "staff", ...one, roles, ...session } };
  }
  if (me in inside) {
    const mode = inside[me as keyof typeof inside];
    const one = await stageStaff("Sam Support", freshEmail(), ["support"]);
    const all = { nouns: supportNouns, fields: personalFields, mode };
    const { token, grantId } = await stageInside(helped, one, all);
    const actor = { ...one, ...session, ...all, accountId: helped, grantId, endsAt: new Date() };
    const self = { ...user, personId: one.personId };
    return { user: self, token, actor: { kind: "support", ...actor } };
  }
  if (me === "someone without an account picked") {
    await owner("update sessions set account_id = null, user_id = null where person_id = $1", [
      user.personId,
    ]);
    return { user, token, actor: { kind: "person", personId: user.personId, ...session } };
  }
  return { user, token, actor: { kind: "user", ...user, ...session } };
}

const may = (verb: Verb, me: Actor, them: UserTarget) =>
  verb in mayDo
    ? mayDo[verb as keyof typeof mayDo](me, them)
    : mayAsk[verb as keyof typeof mayAsk](me, them);
const targetOf = ({ userId, role, status }: OnStage): UserTarget => ({ id: userId, role, status });
const nobody: UserTarget = { id: "", role: "user", status: "active" };

// ── the matrix ──────────────────────────────────────────────────────────────────────────────────────────────────

const verbs = [...Object.keys(mayDo), ...Object.keys(mayAsk)] as Verb[];
const ways = [
  { way: "REST", call: rest, covers: (verb: Verb) => addresses.has(verb) },
  { way: "panel", call: panel, covers: (verb: Verb) => verb in panelActions },
  { way: "gate", call: gate, covers: (verb: Verb) => verb in unreachable },
];
const done = new Set<string>();

/** What a verb says to someone who may, beyond that it makes no sense at this moment. */
const alsoSaid: Partial<Record<Verb, number[]>> = {
  "account.set_up": [410],
  "session.choose_operator": [404], // there is no such choice for who is not of the staff
};

describe.each(ways)(
  "[V8.2.1] [V8.3.1] who may, asked through the $way",
  ({ way, call, covers }) => {
    const covered = verbs.filter(covers);

    describe.each(covered)("%s", (verb) => {
      const attempt: Try = tries[verb];

      test.each(everyMe)("by %s", async (me) => {
        for (const whom of attempt.on === "them"
          ? ([...roles, "self"] as const)
          : ["nobody" as const]) {
          const role = whom === "self" || whom === "nobody" ? "user" : whom;
          let { user, token, actor } = await again(me, () => enter(me));
          let them = whom === "self" ? user : await extra(homeOf(me), role, attempt.state);
          if (verb in mayDo && may(verb, actor, targetOf(attempt.on === "me" ? user : them))) {
            ({ user, token, actor } = await enter(me));
            them = whom === "self" ? user : await fresh(homeOf(me), role, attempt.state);
          }
          const target =
            attempt.on === "them" ? targetOf(them) : attempt.on === "me" ? targetOf(user) : nobody;
          const scene: Scene = { me: user, them };
          const input = (await attempt.input(scene)) as Record<string, string>;
          const { status, body } = await call(verb, token, input);
          const object = attempt.about ? input[attempt.about] : null;
          const what = `${verb} by ${me} on ${whom}: ${JSON.stringify(body)}`;

          if (may(verb, actor, target)) {
            if (status < 300) done.add(`${way} ${verb}`);
            // Who may is not asked who they are again; at most it makes no sense at this moment.
            expect([200, 201, 202, 204, 409, ...(alsoSaid[verb] ?? [])], what).toContain(status);
          } else if (actor.kind === "visitor" && way === "panel" && verb === "session.close") {
            expect(status, what).toBe(200); // signed out is signed out
          } else if (actor.kind === "visitor") {
            expect({ status, code: body.code }, what).toEqual({
              status: 401,
              code: "unauthenticated",
            });
          } else {
            expect(
              [actor.kind === "person" ? body.code : "forbidden", "forbidden"],
              what,
            ).toContain(body.code);
            expect(status, what).toBe(failures[body.code as FailureCode].status);
            if (actor.kind === "user" && verb in mayDo) {
              expect(await denials(body.requestId), what).toEqual([
                {
                  object_id: object ?? (attempt.on === "nobody" ? acme : target.id),
                  code: "forbidden",
                },
              ]);
            }
          }
        }
      });
    });

    const about = (verb: Verb) => (tries[verb] as Try).about;
    test.each(covered.filter((verb) => tries[verb].on === "them" || about(verb)))(
      "[V8.2.2] %s of someone next door is like that of nobody at all",
      async (verb) => {
        const attempt: Try = tries[verb];
        for (const me of someone) {
          const { user, token } = await enter(me);
          for (const role of roles) {
            const input = await attempt.input({
              me: user,
              them: await extra(nextDoor, role, attempt.state),
            });
            const theirs = await call(verb, token, input);
            const nobodys = await call(verb, token, {
              ...input,
              [about(verb) ?? "userId"]: newId(),
            });
            expect(theirs.status, `${verb} by ${me} on ${role}`).toBe(404);
            expect(withoutRequest(theirs)).toEqual(withoutRequest(nobodys));
          }
        }
      },
    );
  },
);

const denials = (requestId: unknown) =>
  owner("select object_id, code from activity where request_id = $1 and outcome = 'denied'", [
    requestId,
  ]);

function withoutRequest({ status, body }: Answer) {
  const { requestId, ...rest } = body;
  expect(requestId).toEqual(expect.any(String));
  return { status, ...rest };
}

describe("nothing is left out", () => {
  test("[P18] every verb and question has an entry point in the matrix", () => {
    expect(verbs.filter((verb) => !ways.some(({ covers }) => covers(verb)))).toEqual([]);
    expect(verbs.filter((verb) => !(verb in tries))).toEqual([]);
  });

  test("every server action is in the matrix", () => {
    const nouns = {
      accounts: accountActions,
      "api-keys": keyActions,
      closures: closureActions,
      exports: exportActions,
      links: linkActions,
      locations: locationActions,
      ownership: ownershipActions,
      passwords: passwordActions,
      people: personActions,
      privacy: privacyActions,
      processors: processorActions,
      sessions: sessionActions,
      staff: staffActions,
      support: supportActions,
      users: userActions,
      webhooks: webhookActions,
    };
    const written = readdirSync("lib", { recursive: true }).filter((path) =>
      String(path).endsWith("actions.ts"),
    );
    expect(written.map(String).toSorted()).toEqual(
      Object.keys(nouns).map((noun) => `${noun}/actions.ts`),
    );
    const known = new Set<unknown>([
      ...Object.values(panelActions),
      userActions.inviteUsersAction, // as "user.invite"
      sessionActions.whoIsHereAction, // as "me.show", for a page that may belong to somebody else
    ]);
    for (const actions of Object.values(nouns)) {
      for (const [name, action] of Object.entries(actions)) {
        expect(known.has(action), name).toBe(true);
      }
    }
  });

  /** A link that lives once, and what only a program with a key may ask. */
  const unseen: Verb[] = ["account.set_up", "api_key.show_current"];

  test("[P10] [P17] [P18] every verb succeeded at least once, so that a refusal says something", () => {
    const expected = ways.flatMap(({ way, covers }) =>
      verbs
        .filter((verb) => covers(verb) && way !== "gate" && !unseen.includes(verb))
        .map((verb) => `${way} ${verb}`),
    );
    expect(expected.filter((one) => !done.has(one))).toEqual([]);
  });
});

describe("[V3.5.1] a server action called from elsewhere", () => {
  test.each(Object.keys(panelActions) as Verb[])(
    "%s is refused before it is looked at",
    async (verb) => {
      const { user, token } = await enter("owner");
      const attempt: Try = tries[verb];
      const them = await fresh(acme, "user", attempt.state);
      const input = await attempt.input({ me: user, them });
      for (const headers of [
        new Headers(),
        new Headers({ origin: "null" }),
        new Headers({ origin: "https://evil.example" }),
        new Headers({ origin: `${origin}.evil.example` }),
        new Headers({ origin, "sec-fetch-site": "cross-site" }),
      ]) {
        browser.cookie = token!;
        browser.headers = headers;
        expect(await panelActions[verb]!(input as never)).toMatchObject({
          ok: false,
          code: "wrong_origin",
        });
      }
      expect(await owner("select action from activity where actor_id = $1", [user.userId])).toEqual(
        [],
      );
    },
  );
});

describe("[V3.5.1] [V3.5.2] a change over the API that comes with the browser's cookie", () => {
  const changes = [...addresses].filter(
    ([verb, { method }]) => method !== "GET" && verb !== "session.open",
  );

  test.each(changes)("%s must come from our own pages, as JSON", async (verb, { path, method }) => {
    const { user, token } = await enter("owner");
    const address = `${origin}/api/v1${path.replaceAll(/:\w+/g, user.userId)}`;
    const send = async (headers: Record<string, string>, body = "{}") => {
      const cookie = `castellan-session=${token}`;
      const request = new Request(address, { method, headers: { cookie, ...headers }, body }); // oxlint-disable-line unicorn/no-invalid-fetch-options -- never GET
      const answer = await api(request, { ip: freshAddress() });
      const { code } = (await answer.json()) as { code: string };
      return { status: answer.status, code };
    };
    const json = { "content-type": "application/json" };
    for (const foreign of [
      json,
      { ...json, origin: "null" },
      { ...json, origin: "https://evil.example" },
      { ...json, origin, "sec-fetch-site": "cross-site" },
    ]) {
      expect(await send(foreign), verb).toEqual({ status: 403, code: "wrong_origin" });
    }
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      expect(await send({ origin, "content-type": type }), verb).toEqual({
        status: 415,
        code: "unsupported_media_type",
      });
    }
    expect(await owner("select action from activity where actor_id = $1", [user.userId])).toEqual(
      [],
    );
  });
});

// ── a page acts for whom it was drawn ────────────────────────────────────────────────────────────────────────────

/** What pages say that were drawn before the browser changed over; null is a page that says nothing. */
const stalePages = (personId: string) => ({
  "another account of the same person": `${personId}.user.${nextDoor}`,
  "the operator's area": `${personId}.staff`,
  "the choice of accounts": `${personId}.person`,
  "support inside the same account": `${personId}.support.${acme}.${newId()}`,
  "another person in the same account": `${newId()}.user.${acme}`,
  nobody: pageOfNobody,
  "a page that does not say": null,
});

/** What the person alone decides: each names where it leads, or leaves everything. */
const ofThePerson: Verb[] = ["session.choose_account", "session.choose_operator", "session.close"];
const narrowed = (verb: Verb) => !may(verb, { kind: "visitor" }, nobody);

/** A fingerprint of everything that is kept, but for when somebody was last seen. */
async function everythingKept(): Promise<string> {
  const tables = await owner<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('sessions', 'limits')",
  );
  const parts = [...tables.map(({ name }) => `select t::text as row from "${name}" t`)];
  const sessions = "select id::text || coalesce(account_id::text, '') as row from sessions";
  const [sum] = await owner<{ sum: string }>(
    `select md5(string_agg(row, '' order by row)) as sum from (${[...parts, sessions].join(" union all ")}) kept`,
  );
  return sum!.sum;
}

describe("a server action pressed on a page that was drawn for somebody else, or another account", () => {
  test.each((Object.keys(panelActions) as Verb[]).filter(narrowed))(
    "%s is refused, and nothing changes",
    async (verb) => {
      const { user, token } = await enter("owner");
      const attempt: Try = tries[verb];
      const input = await attempt.input({
        me: user,
        them: await fresh(acme, "user", attempt.state),
      });
      const before = await everythingKept();
      for (const [name, page] of Object.entries(stalePages(user.personId))) {
        if (ofThePerson.includes(verb) && page?.startsWith(user.personId)) continue;
        browser.cookie = token!;
        browser.headers = new Headers({ origin, "x-castellan-client-ip": freshAddress() });
        if (page !== null) browser.headers.set(pageHeader, page);
        expect(await panelActions[verb]!(input as never), name).toMatchObject({
          ok: false,
          code: "page_of_another",
        });
      }
      expect(await everythingKept()).toBe(before);
    },
  );

  test("a sign-in form that knew of nobody does not sign out who has signed in meanwhile", async () => {
    const { user, token } = await enter("owner");
    const form = { email: user.email, password: castPassword, page: pageOfNobody };
    browser.cookie = token!;
    browser.headers = new Headers({ origin });
    expect(await sessionActions.signInAction(form)).toMatchObject({ code: "page_of_another" });
    browser.cookie = undefined;
    expect(await sessionActions.signInAction(form)).toMatchObject({ ok: true });
  });

  test("such a page can ask who is here now, and no more", async () => {
    const { user, token } = await enter("owner");
    browser.cookie = token!;
    browser.headers = new Headers({ origin, [pageHeader]: `${newId()}.user.${nextDoor}` });
    const page = `${user.personId}.user.${acme}`;
    const { accountId: id } = user;
    expect(await sessionActions.whoIsHereAction()).toMatchObject({
      value: { page, account: { id } },
    });
    browser.cookie = undefined;
    expect(await sessionActions.whoIsHereAction()).toMatchObject({
      value: { page: pageOfNobody, account: null, name: null },
    });
  });
});

describe("a call of the API with the cookie of our pages", () => {
  test.each([...addresses].filter(([verb]) => narrowed(verb)))(
    "%s from a page of another is refused",
    async (verb, { path, method }) => {
      const { user, token } = await again("owner", () => enter("owner"));
      const filled = path.replaceAll(/:(\w+)/g, () => newId());
      for (const [name, page] of Object.entries(stalePages(user.personId))) {
        if (ofThePerson.includes(verb) && page?.startsWith(user.personId)) continue;
        const answer = await api(
          new Request(`${origin}/api/v1${filled}`, {
            method,
            headers: {
              ...{ origin, cookie: `castellan-session=${token}` },
              ...(page !== null && { [pageHeader]: page }),
            },
          }),
          { ip: freshAddress() },
        );
        expect(await answer.json(), name).toMatchObject({ status: 409, code: "page_of_another" });
      }
    },
  );
});
