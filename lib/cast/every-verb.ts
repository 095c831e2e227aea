import { eq } from "drizzle-orm";

import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { apiCalls, apiKeys, sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { newRequestId } from "@/lib/gate/claim";
import { issueLink, type Purpose } from "@/lib/links/rows";
import { startedByItself } from "@/lib/links/starter";
import { hashToken } from "@/lib/links/token";
import type { CommandName, QueryName } from "@/lib/policy/policy";
import type { Status } from "@/lib/users/user";
import { castPassword } from "./people";
import { type OnStage, stageKey, stageSession, stageStaff } from "./stage";
import { stageExport } from "./stage-export";
import { stageBrokenGlass, stageGrant, stageReview, unstageGrants } from "./stage-support";
import { openAgain, stageCertificate, stageClosure, stageHold } from "./stage-closure";
import { stageChange, stageLocation } from "./stage-registers";
import { stageWebhook, unstageWebhooks } from "./stage-webhook";

export type Verb = CommandName | QueryName;

/** The one who acts and the one it is done to, both fresh on stage. */
export type Scene = { me: OnStage; them: OnStage };

/** How a verb is tried in tests: whom it is done to, in which state they must be, and with what input. */
export type Try = {
  /** `them`: another user; `me`: always oneself; `nobody`: no user in particular */
  on: "them" | "me" | "nobody";
  /** the state in which it makes sense; active when left out */
  state?: Status;
  input: (scene: Scene) => Promise<object> | object;
  /** the field of the input that names what it is done to, where that is no user */
  about?: "keyId" | "webhookId" | "deliveryId" | "grantId";
};

const theirServer = {
  what: "database",
  provider: "Example Hosting",
  country: "Austria",
  place: "Vienna",
  kind: "rented server",
} as const;

let counted = 0;
/** An address nobody has yet. */
export const freshEmail = () => `fresh-${++counted}@example.test`;
const newPassword = () => `seven quiet lanterns beyond the harbour ${++counted}`;

const themself = ({ them }: Scene) => ({ userId: them.userId });
const nothing = () => ({});
/** A key of theirs. */
const theirKey = async ({ them }: Scene) => ({ keyId: (await stageKey(them)).keyId });
/** A take-out archive of their account. */
const theirArchive = async ({ them: { accountId, userId } }: Scene) => ({
  exportId: await stageExport({ accountId, personId: null }, userId),
});
const onThem = (state: Status = "active"): Try => ({ on: "them", state, input: themself });

/** An endpoint of theirs, or a delivery to it. */
const onWebhook = (more: object = {}, state?: "paused" | "deleted"): Try => ({
  on: "nobody",
  about: "webhookId",
  input: async ({ them }) => ({
    webhookId: (await stageWebhook(them.accountId, { state })).webhookId,
    ...more,
  }),
});
const onDelivery: Try = {
  on: "nobody",
  about: "deliveryId",
  input: async ({ them }) => ({ deliveryId: (await stageWebhook(them.accountId)).webhookId }),
};

const asked = { reason: "Deliveries time out", ticket: "4711", nouns: ["users"] };

/** Support access to their account, asked for or had by whoever acts. */
const onGrant = (state: "pending" | "invited", more: object = {}): Try => ({
  on: "nobody",
  about: "grantId",
  input: async ({ me, them }) => {
    await unstageGrants(me.accountId);
    return { grantId: await stageGrant(them.accountId, me, { state }), ...more };
  },
});

/** One of the support staff whom an owner can ask in. */
async function guest(): Promise<string> {
  const { staffId } = await stageStaff("Sam Support", freshEmail(), ["support"]);
  return staffId;
}

/** Somebody who asked to be erased so long ago. */
const onRequest = (ago: string): Try => ({
  on: "them",
  input: async ({ them }) => {
    await requestErasureOf(them, ago);
    return { userId: them.userId };
  },
});

/** A live link of a person, as a letter would carry it. */
async function linkOf(user: OnStage, purpose: Exclude<Purpose, "setup">): Promise<string> {
  const { token } = await inTransaction(async (db) => {
    await enterScope(db, user.accountId, user.personId);
    const { personId } = user;
    return issueLink(db, purpose, {
      personId,
      credentialVersion: 1,
      starter: startedByItself("link.renew"),
      newEmail: purpose.startsWith("email") ? freshEmail() : undefined,
    });
  });
  return token;
}

/** The id of a fresh session of someone. */
export async function sessionIdOf(user: OnStage): Promise<string> {
  const token = await stageSession(user);
  return inTransaction(async (db) => {
    await enterScope(db, user.accountId, user.personId);
    const [row] = await db
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.tokenHash, hashToken("session", token)));
    return row!.id;
  });
}

/** The request id of a call that somebody's account has on record. */
async function requestOf({ accountId, userId }: OnStage): Promise<string> {
  const requestId = newRequestId();
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db.insert(apiCalls).values({
      accountId,
      at: new Date(),
      requestId,
      actorKind: "user",
      actorId: userId,
      source: "api",
      method: "GET",
      route: "/me",
      operation: "me.show",
      status: 200,
      duration: 1_000,
      bytesIn: 0,
      bytesOut: 100,
    });
  });
  return requestId;
}

const endKeys = ({ accountId }: OnStage) =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db.update(apiKeys).set({ revokedAt: new Date(), revokedBecause: "person" });
  });

/** Has somebody ask to be erased, once; so long ago, should anybody wonder. */
async function requestErasureOf(user: OnStage, ago = "0 days"): Promise<void> {
  await inTransaction(async (db) => {
    await enterScope(db, user.accountId);
    await db.$client.query(
      `insert into erasure_requests (account_id, id, user_id, person_id, requested_at, due_at)
       values ($1, $2, $3, $4, now() - $5::interval, now() - $5::interval + interval '1 month') on conflict do nothing`,
      [user.accountId, newRequestId(), user.userId, user.personId, ago],
    );
  });
}

/** One try of everything that can be done or asked, so that tests can go through all of it. */
export const tries = {
  "account.set_up": {
    on: "nobody",
    input: () => ({
      token: "no-link-at-all",
      account: "Another",
      name: "Someone",
      email: freshEmail(),
      password: newPassword(),
    }),
  },
  "account.create": {
    on: "nobody",
    input: () => ({ account: "Another", name: "Someone", email: freshEmail() }),
  },
  "account.import": { on: "nobody", input: () => ({ path: "/no/archive.zip" }) },
  "account.close": {
    on: "nobody",
    input: async ({ me }) => ({ ...(await openAgain(me)), password: castPassword }),
  },
  "account.confirm_close": {
    on: "nobody",
    input: async ({ me, them }) => {
      await openAgain(me);
      await stageClosure(me, { by: them, secondOwner: true });
      return { password: castPassword };
    },
  },
  "account.cancel_close": {
    on: "nobody",
    input: async ({ me }) => {
      await openAgain(me);
      await stageClosure(me);
      return {};
    },
  },
  "account.hold": {
    on: "nobody",
    input: ({ them }) => ({
      accountId: them.accountId,
      category: "legal",
      until: new Date(Date.now() + 30 * day).toISOString(),
    }),
  },
  "account.release_hold": {
    on: "nobody",
    input: async ({ them }) => ({ accountId: them.accountId, holdId: await stageHold(them) }),
  },
  "account.purge": { on: "nobody", input: ({ them }) => ({ accountId: them.accountId }) },
  "me.erase": { on: "me", input: () => ({ password: castPassword }) },
  "person.erase": { on: "nobody", input: ({ them }) => ({ personId: them.personId }) },
  "account.edit": { on: "nobody", input: () => ({ name: `Acme ${++counted}` }) },
  "account.restore": {
    on: "nobody",
    input: () => ({ restoredTo: "2026-01-05T03:00:00Z", at: "2026-01-05T09:00:00Z" }),
  },

  "user.invite": { on: "nobody", input: () => ({ email: freshEmail(), role: "user" }) },
  "user.edit": { on: "them", input: ({ them }) => ({ userId: them.userId, title: "Reader" }) },
  "user.start_email_change": {
    on: "them",
    input: ({ them }) => ({ userId: them.userId, email: freshEmail() }),
  },
  "user.cancel_email_change": {
    on: "them",
    input: async ({ them }) => {
      await linkOf(them, "email-confirm");
      return { userId: them.userId };
    },
  },
  "user.pause": onThem(),
  "user.resume": onThem("paused"),
  "user.change_role": {
    on: "them",
    input: ({ them }) => ({
      userId: them.userId,
      role: them.role === "user" ? "auditor" : "user",
    }),
  },
  "user.delete": onThem(),
  "user.restore": onThem("deleted"),
  "user.remove": {
    on: "them",
    state: "deleted",
    input: ({ them }) => ({ userId: them.userId, name: them.name }),
  },
  "user.leave": { on: "me", input: nothing },
  "user.resend_invitation": onThem("invited"),
  "user.revoke_invitation": onThem("invited"),
  "user.send_reset": onThem(),
  "user.end_session": {
    on: "them",
    input: async ({ them }) => ({ userId: them.userId, sessionId: await sessionIdOf(them) }),
  },
  "user.end_sessions": onThem(),

  "api_key.create": {
    on: "nobody",
    input: async ({ me }) => {
      await endKeys(me); // an account holds only so many
      return { name: `Key ${++counted}`, scopes: ["users:read"] };
    },
  },
  "api_key.edit": {
    on: "them",
    about: "keyId",
    input: async (scene) => ({ ...(await theirKey(scene)), name: `Key ${++counted}` }),
  },
  "api_key.rotate": { on: "them", about: "keyId", input: theirKey },
  "api_key.revoke": { on: "nobody", about: "keyId", input: theirKey },
  "api_key.remove": {
    on: "nobody",
    about: "keyId",
    input: async ({ them }) => ({
      keyId: (await stageKey(them, { expiresAt: new Date(0) })).keyId,
    }),
  },
  "api_key.revoke_exposed": { on: "nobody", about: "keyId", input: theirKey },
  "api_key.remind": { on: "nobody", about: "keyId", input: theirKey },

  "ownership.grant": onThem(),
  "ownership.release": onThem(),

  "session.open": {
    on: "nobody",
    input: ({ them }) => ({ email: them.email, password: castPassword }),
  },
  "session.refuse": onThem(),
  "session.confirm": { on: "nobody", input: () => ({ password: castPassword }) },
  "session.choose_account": { on: "nobody", input: ({ me }) => ({ accountId: me.accountId }) },
  "session.choose_operator": { on: "nobody", input: nothing },
  "session.close": { on: "nobody", input: nothing },
  "session.end": {
    on: "nobody",
    input: async ({ me }) => ({ sessionId: await sessionIdOf(me) }),
  },
  "session.end_others": { on: "nobody", input: nothing },
  "session.end_exposed": {
    on: "nobody",
    input: async ({ them }) => ({ token: await stageSession(them) }),
  },

  "password.request_reset": { on: "nobody", input: ({ them }) => ({ email: them.email }) },
  "password.answer_reset_request": { on: "nobody", input: ({ them }) => ({ email: them.email }) },
  "password.set": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "reset"), password: newPassword() }),
  },
  "password.change": {
    on: "nobody",
    input: () => ({ current: castPassword, password: newPassword() }),
  },

  "export.request": { on: "nobody", input: nothing },
  "export.cancel": { on: "nobody", input: theirArchive },
  "export.download": { on: "nobody", input: theirArchive },
  "export.list": { on: "nobody", input: nothing },
  "export.show": { on: "nobody", input: theirArchive },
  "me.request_copy": { on: "nobody", input: nothing },
  "me.download_copy": {
    on: "nobody",
    input: async ({ me: { personId, userId } }) => ({
      exportId: await stageExport({ accountId: null, personId }, userId),
    }),
  },
  "me.list_copies": { on: "nobody", input: nothing },

  "me.edit": { on: "me", input: () => ({ title: "Reader" }) },
  "me.start_email_change": { on: "me", input: () => ({ email: freshEmail() }) },
  "me.cancel_email_change": {
    on: "me",
    input: async ({ me }) => {
      await linkOf(me, "email-confirm");
      return {};
    },
  },
  "email.confirm": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "email-confirm") }),
  },
  "email.stop": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "email-stop") }),
  },
  "email.revert": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "email-revert") }),
  },
  "staff.add": {
    on: "nobody",
    input: () => ({ email: freshEmail(), name: "Someone", roles: ["support"] }),
  },
  "staff.change_roles": {
    on: "nobody",
    input: ({ me }) => ({ email: me.email, roles: ["support"] }),
  },
  "traffic.look": {
    on: "nobody",
    input: ({ me }) => ({ accountId: me.accountId, reason: "a ticket" }),
  },
  "traffic.look_at_webhooks": {
    on: "nobody",
    input: ({ me }) => ({ accountId: me.accountId, reason: "a ticket" }),
  },
  "traffic.trace": {
    on: "nobody",
    input: () => ({ requestId: crypto.randomUUID(), reason: "a ticket" }),
  },
  "installation.move": { on: "nobody", input: () => ({ to: "staging" }) },
  "staff.remove": { on: "nobody", input: ({ me }) => ({ email: me.email }) },

  "link.renew": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "reset") }),
  },

  "support.request": {
    on: "nobody",
    input: ({ me }) => ({ accountId: me.accountId, ...asked }),
  },
  "support.withdraw": onGrant("pending"),
  "support.invite": {
    on: "nobody",
    input: async ({ me }) => {
      await unstageGrants(me.accountId);
      return { staffId: await guest(), ...asked };
    },
  },
  "support.approve": onGrant("pending"),
  "support.decline": onGrant("pending", { reason: "Not today" }),
  "support.end": onGrant("invited"),
  "support.enter": onGrant("invited"),
  "support.leave": { on: "nobody", input: nothing },
  "support.unmask": {
    on: "nobody",
    input: ({ them }) => ({
      ...{ objectKind: "user", objectId: them.userId, field: "email" },
      reason: "to write to them",
    }),
  },
  "support.close": onGrant("pending"),
  "support.tell_owners": onGrant("pending", { what: "request" }),
  "support.open_review": { on: "nobody", input: nothing },
  "support.decide_review": {
    on: "nobody",
    input: async ({ them }) => {
      const { itemId } = await stageReview(them.accountId);
      return { itemId, decision: "keep", words: "As it should be" };
    },
  },
  "support.break_glass": {
    on: "nobody",
    input: ({ me }) => ({ accountId: me.accountId, ...asked }),
  },
  "support.confirm_break_glass": {
    on: "nobody",
    input: async ({ them }) => ({ grantId: await stageBrokenGlass(them.accountId) }),
  },
  "support.list_reviews": { on: "nobody", input: nothing },
  "support.show_review": {
    on: "nobody",
    input: async ({ them }) => {
      const { reviewId } = await stageReview(them.accountId);
      return { reviewId };
    },
  },
  "support.list_break_glass": { on: "nobody", input: nothing },
  "support.set_ceiling": { on: "nobody", input: () => ({ minutes: 1_440 }) },
  "support.list": { on: "nobody", input: nothing },
  "support.show": onGrant("pending"),
  "support.preview": onGrant("pending"),
  "support.list_staff": { on: "nobody", input: nothing },
  "support.list_mine": { on: "nobody", input: nothing },

  "traffic.set_retention": { on: "nobody", input: () => ({ days: 90 }) },

  "processor.announce": {
    on: "nobody",
    input: () => ({
      kind: "added",
      processor: { name: "Example GmbH", purpose: "to try things", fields: "nothing" },
      effectiveAt: new Date(Date.now() + 60 * day).toISOString(),
    }),
  },
  "processor.withdraw": {
    on: "nobody",
    input: async () => ({ changeId: (await stageChange()).changeId }),
  },
  "processor.object": {
    on: "nobody",
    input: async () => ({ changeId: (await stageChange()).changeId, reason: "We may not." }),
  },
  "processor.set_notice": { on: "nobody", input: () => ({ days: 30 }) },
  "location.add": { on: "nobody", input: () => theirServer },
  "location.end": {
    on: "nobody",
    input: async () => ({ locationId: await stageLocation(theirServer) }),
  },
  "notice.tell_of_change": {
    on: "nobody",
    input: async () => ({ about: "processor", id: (await stageChange()).changeId }),
  },
  "processor.list": { on: "nobody", input: nothing },
  "processor.list_notices": { on: "nobody", input: nothing },
  "processor.list_objections": { on: "nobody", input: nothing },
  "location.list": { on: "nobody", input: nothing },
  "processor.note_blocked": {
    on: "nobody",
    input: () => ({ reason: "place", whom: "192.0.2.1:443", times: 1 }),
  },

  "webhook.create": {
    on: "nobody",
    input: async ({ me }) => {
      await unstageWebhooks(me.accountId); // an account holds only so many
      return { url: "http://127.0.0.1:9/hook", topics: ["user.pause"] };
    },
  },
  "webhook.edit": onWebhook({ topics: ["user.pause", "user.resume"] }),
  "webhook.pause": onWebhook(),
  "webhook.resume": onWebhook({ held: "leave" }, "paused"),
  "webhook.delete": onWebhook(),
  "webhook.remove": onWebhook({}, "deleted"),
  "webhook.rotate_secret": onWebhook(),
  "webhook.test": onWebhook(),
  "webhook.replay": onDelivery,
  "webhook.replay_range": onWebhook(),
  "webhook.warn": onWebhook(),
  "webhook.disable": onWebhook({ because: "gone" }),

  "traffic.list": { on: "nobody", input: nothing },
  "traffic.show": {
    on: "nobody",
    input: async ({ me }) => ({ requestId: await requestOf(me) }),
  },
  "traffic.overview": { on: "nobody", input: nothing },
  "webhook.list": { on: "nobody", input: nothing },
  "webhook.show": onWebhook(),
  "webhook.list_topics": { on: "nobody", input: nothing },
  "webhook.list_deliveries": onWebhook(),
  "webhook.list_all_deliveries": { on: "nobody", input: nothing },
  "webhook.show_delivery": onDelivery,
  "webhook.preview_replay": onWebhook(),
  "webhook.verify": onWebhook({ headers: {}, body: "{}" }),
  "account.show": { on: "nobody", input: nothing },
  "account.show_data": { on: "nobody", input: nothing },
  "account.show_closing": { on: "nobody", input: nothing },
  "account.preview_close": { on: "nobody", input: nothing },
  "account.list_deletions": { on: "nobody", input: nothing },
  "installation.show_cleanup": { on: "nobody", input: nothing },
  "installation.set_cleanup": { on: "nobody", input: () => ({ days: 7 }) },
  "certificate.show": { on: "nobody", input: async () => ({ code: await stageCertificate() }) },
  "certificate.list_keys": { on: "nobody", input: nothing },
  "user.list": { on: "nobody", input: nothing },
  "user.show": onThem(),
  "user.preview_removal": onThem("deleted"),
  "user.list_sessions": onThem(),
  "user.list_activity": onThem(),
  "activity.list": { on: "nobody", input: nothing },
  "me.request_erasure": { on: "me", input: nothing },
  "me.cancel_erasure": {
    on: "me",
    input: async ({ me }) => {
      await requestErasureOf(me);
      return {};
    },
  },
  "privacy.answer_request": {
    on: "them",
    input: async ({ them }) => {
      await requestErasureOf(them);
      return { userId: them.userId, answer: "refuse", reason: "The law wants it kept." };
    },
  },
  "privacy.remind": onRequest("14 days"),
  "privacy.lapse": onRequest("40 days"),
  "ledger.export": { on: "nobody", input: () => ({ format: "csv" }) },
  "ledger.list": { on: "nobody", input: nothing },
  "ledger.summarize": { on: "nobody", input: nothing },
  "api_key.list": { on: "nobody", input: nothing },
  "api_key.show": { on: "nobody", about: "keyId", input: theirKey },
  "api_key.show_current": { on: "nobody", input: nothing },
  "me.show": { on: "nobody", input: nothing },
  "me.list_ledger": { on: "nobody", input: nothing },
  "me.show_privacy": { on: "me", input: nothing },
  "privacy.list_requests": { on: "nobody", input: nothing },
  "me.list_sessions": { on: "nobody", input: nothing },
  "me.list_activity": { on: "nobody", input: nothing },
  "staff.list": { on: "nobody", input: nothing },
  "installation.show": { on: "nobody", input: nothing },
  "installation.list_accounts": { on: "nobody", input: nothing },
  "traffic.survey": { on: "nobody", input: nothing },
  "installation.show_backups": { on: "nobody", input: nothing },
  "installation.list_log": { on: "nobody", input: nothing },
  "link.open": {
    on: "nobody",
    input: async ({ them }) => ({ token: await linkOf(them, "reset") }),
  },
  "password.check": { on: "nobody", input: () => ({ password: newPassword() }) },
} satisfies Record<Verb, Try>;
