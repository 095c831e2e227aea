import type { Readable } from "node:stream";

import type { z } from "zod";

import { editAccount } from "@/lib/accounts/edit-account";
import { showAccount } from "@/lib/accounts/show-account";
import { showData } from "@/lib/accounts/show-data";
import { listActivity } from "@/lib/activity/list-activity";
import { listMyActivity } from "@/lib/activity/list-my-activity";
import { listUserActivity } from "@/lib/activity/list-user-activity";
import { createKey } from "@/lib/api-keys/create-key";
import { editKey } from "@/lib/api-keys/edit-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { removeKey } from "@/lib/api-keys/remove-key";
import { revokeKey } from "@/lib/api-keys/revoke-key";
import { rotateKey } from "@/lib/api-keys/rotate-key";
import { showCurrentKey } from "@/lib/api-keys/show-current-key";
import { showKey } from "@/lib/api-keys/show-key";
import { cancelClose } from "@/lib/closures/cancel-close";
import { closeAccount } from "@/lib/closures/close-account";
import { confirmClose } from "@/lib/closures/confirm-close";
import { placeHold } from "@/lib/closures/place-hold";
import { previewClose } from "@/lib/closures/preview-close";
import { releaseHold } from "@/lib/closures/release-hold";
import { showClosing } from "@/lib/closures/show-closing";
import type { Database } from "@/lib/db/connection";
import type { RequestInfo } from "@/lib/gate/claim";
import type { AnyCommand } from "@/lib/gate/command";
import type { AnyQuery } from "@/lib/gate/query";
import { listLedger } from "@/lib/ledger/list-ledger";
import { listMyLedger } from "@/lib/ledger/list-my-ledger";
import { summarizeLedger } from "@/lib/ledger/summarize-ledger";
import { cancelExport } from "@/lib/exports/cancel-export";
import { downloadCopy } from "@/lib/exports/download-copy";
import { downloadExport } from "@/lib/exports/download-export";
import { listCopies } from "@/lib/exports/list-copies";
import { listExports } from "@/lib/exports/list-exports";
import { requestCopy } from "@/lib/exports/request-copy";
import { requestExport } from "@/lib/exports/request-export";
import { sendFile } from "@/lib/exports/send-file";
import { showExport } from "@/lib/exports/show-export";
import { addLocation } from "@/lib/locations/add-location";
import { endLocation } from "@/lib/locations/end-location";
import { listLocations } from "@/lib/locations/list-locations";
import { openLink } from "@/lib/links/open-link";
import { renewLink } from "@/lib/links/renew-link";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { releaseOwnership } from "@/lib/ownership/release-ownership";
import { changePassword } from "@/lib/passwords/change-password";
import { requestReset } from "@/lib/passwords/request-reset";
import { setPassword } from "@/lib/passwords/set-password";
import { cancelMyEmailChange } from "@/lib/people/cancel-my-email-change";
import { confirmEmail } from "@/lib/people/confirm-email";
import { announceChange } from "@/lib/processors/announce-change";
import { listNotices } from "@/lib/processors/list-notices";
import { listObjections } from "@/lib/processors/list-objections";
import { listProcessors } from "@/lib/processors/list-processors";
import { objectToChange } from "@/lib/processors/object-to-change";
import { withdrawChange } from "@/lib/processors/withdraw-change";
import { editMe } from "@/lib/people/edit-me";
import { eraseMe } from "@/lib/people/erase-me";
import { stopEmailChange } from "@/lib/people/stop-email-change";
import { revertEmail } from "@/lib/people/revert-email";
import { showMe } from "@/lib/people/show-me";
import { startMyEmailChange } from "@/lib/people/start-my-email-change";
import { answerRequest } from "@/lib/privacy/answer-request";
import { cancelErasure } from "@/lib/privacy/cancel-erasure";
import { listRequests } from "@/lib/privacy/list-requests";
import { requestErasure } from "@/lib/privacy/request-erasure";
import { showPrivacy } from "@/lib/privacy/show-privacy";
import { chooseAccount } from "@/lib/sessions/choose-account";
import { chooseOperator } from "@/lib/sessions/choose-operator";
import { closeSession } from "@/lib/sessions/close-session";
import { confirmSession } from "@/lib/sessions/confirm-session";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { endSession } from "@/lib/sessions/end-session";
import { endUserSession } from "@/lib/sessions/end-user-session";
import { endUserSessions } from "@/lib/sessions/end-user-sessions";
import { listMySessions } from "@/lib/sessions/list-my-sessions";
import { listUserSessions } from "@/lib/sessions/list-user-sessions";
import { listCertificateKeys } from "@/lib/purge/list-certificate-keys";
import { listDeletions } from "@/lib/purge/list-deletions";
import { showCertificate } from "@/lib/purge/show-certificate";
import { showCleanup } from "@/lib/purge/show-cleanup";
import { listAccounts } from "@/lib/staff/list-accounts";
import { lookAtAttempts } from "@/lib/staff/look-at-attempts";
import { lookAtCalls } from "@/lib/staff/look-at-calls";
import { showInstallation } from "@/lib/staff/show-installation";
import { surveyTraffic } from "@/lib/staff/survey-traffic";
import { traceRequest } from "@/lib/staff/trace-request";
import { showBackups } from "@/lib/backups/show-backups";
import { listLog } from "@/lib/staff/list-log";
import { listStaff } from "@/lib/staff/list-staff";
import { approveRequest } from "@/lib/support/approve-request";
import { breakGlass } from "@/lib/support/break-glass";
import { confirmBreakGlass } from "@/lib/support/confirm-break-glass";
import { decideReview } from "@/lib/support/decide-review";
import { declineRequest } from "@/lib/support/decline-request";
import { endAccess } from "@/lib/support/end-access";
import { enterSupport } from "@/lib/support/enter-support";
import { inviteSupport } from "@/lib/support/invite-support";
import { leaveSupport } from "@/lib/support/leave-support";
import { listBreakGlass } from "@/lib/support/list-break-glass";
import { listGrants } from "@/lib/support/list-grants";
import { listMyGrants } from "@/lib/support/list-my-grants";
import { listReviews } from "@/lib/support/list-reviews";
import { listSupportStaff } from "@/lib/support/list-support-staff";
import { previewAccess } from "@/lib/support/preview-access";
import { requestAccess } from "@/lib/support/request-access";
import { showGrant } from "@/lib/support/show-grant";
import { unmaskField } from "@/lib/support/unmask-field";
import { openReview } from "@/lib/support/open-review";
import { showReview } from "@/lib/support/show-review";
import { withdrawRequest } from "@/lib/support/withdraw-request";
import { listCalls } from "@/lib/traffic/list-calls";
import { showCall } from "@/lib/traffic/show-call";
import { showOverview } from "@/lib/traffic/show-overview";
import { cancelEmailChange } from "@/lib/users/cancel-email-change";
import { changeRole } from "@/lib/users/change-role";
import { deleteUser } from "@/lib/users/delete-user";
import { editUser } from "@/lib/users/edit-user";
import { inviteUser } from "@/lib/users/invite-user";
import { leaveAccount } from "@/lib/users/leave-account";
import { listUsers } from "@/lib/users/list-users";
import { pauseUser } from "@/lib/users/pause-user";
import { previewRemoval } from "@/lib/users/preview-removal";
import { removeUser } from "@/lib/users/remove-user";
import { resendInvitation } from "@/lib/users/resend-invitation";
import { restoreUser } from "@/lib/users/restore-user";
import { resumeUser } from "@/lib/users/resume-user";
import { revokeInvitation } from "@/lib/users/revoke-invitation";
import { sendReset } from "@/lib/users/send-reset";
import { showUser } from "@/lib/users/show-user";
import { startEmailChange } from "@/lib/users/start-email-change";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { deleteWebhook } from "@/lib/webhooks/delete-webhook";
import { removeWebhook } from "@/lib/webhooks/remove-webhook";
import { editWebhook } from "@/lib/webhooks/edit-webhook";
import { listAllDeliveries } from "@/lib/webhooks/list-all-deliveries";
import { listDeliveries } from "@/lib/webhooks/list-deliveries";
import { listTopics } from "@/lib/webhooks/list-topics";
import { listWebhooks } from "@/lib/webhooks/list-webhooks";
import { pauseWebhook } from "@/lib/webhooks/pause-webhook";
import { previewReplay } from "@/lib/webhooks/preview-replay";
import { replayDelivery } from "@/lib/webhooks/replay-delivery";
import { replayRange } from "@/lib/webhooks/replay-range";
import { resumeWebhook } from "@/lib/webhooks/resume-webhook";
import { rotateSecret } from "@/lib/webhooks/rotate-secret";
import { showDelivery } from "@/lib/webhooks/show-delivery";
import { showWebhook } from "@/lib/webhooks/show-webhook";
import { testWebhook } from "@/lib/webhooks/test-webhook";
import { verifySignature } from "@/lib/webhooks/verify-signature";
import { signIn } from "./sign-in";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** A verb, answered with what it returns, with what `shows` it afterwards, or with nothing; or a question. */
export type Route = { status: number } & (
  | {
      command: AnyCommand;
      /** what may be sent, where that is less than the verb takes */
      takes?: z.ZodObject;
      shows?: AnyQuery;
      /** an answer of its own, made of what the verb returned */
      tells?: {
        output: z.ZodType;
        // oxlint-disable-next-line typescript/no-explicit-any -- what verbs of every shape return
        of: (db: Database, value: any, info: RequestInfo) => Promise<unknown>;
      };
      /** a file in place of JSON, made of what the verb returned, which itself is never told */
      // oxlint-disable-next-line typescript/no-explicit-any -- what verbs of every shape return
      sends?: (value: any) => Promise<SentFile>;
      /** whoever calls comes as nobody, whatever else they send */
      asVisitor?: true;
    }
  | { query: AnyQuery }
);

/** A file on its way out, a chunk at a time. */
export type SentFile = { content: Readable; type: string; name: string; bytes: number };

const get = (query: AnyQuery): Route => ({ query, status: 200 });
/** Answers with what the verb returns. */
const tells = (command: AnyCommand, status = 200): Route => ({ command, status });
/** Answers with the user, the account or oneself as they are afterwards. */
const shows = (query: AnyQuery, command: AnyCommand, status = 200): Route => ({
  command,
  shows: query,
  status,
});
/** Answers with a file. */
const sends = (command: AnyCommand): Route => ({ command, sends: sendFile, status: 200 });
/** Answers with nothing but success. */
const done = (command: AnyCommand, status = 204): Route => ({ command, status });

export const nameOf = (route: Route) =>
  "command" in route ? route.command.name : route.query.name;

/** An address as the reference writes it. */
export const templateOf = (path: string) => path.replaceAll(/:(\w+)/g, "{$1}");

/** Objects that count their versions; a change of one, or of a part of it, may say which version was looked at. */
const versioned = [
  ...["/users/:userId", "/api-keys/:keyId", "/webhook-endpoints/:webhookId", "/me", "/account"],
];
const whole = ["/me", "/account"];

export const isVersioned = (path: string, method: string): boolean =>
  method !== "POST" &&
  method !== "GET" &&
  versioned.some((one) => path === one || (!whole.includes(one) && path.startsWith(`${one}/`)));

/**
 * The REST API, whole: address × method → verb or question. Path parameters carry the names of the input's fields;
 * the rest of the input comes from the query string of a question and the body of a verb.
 */
export const routes: Record<string, Partial<Record<Method, Route>>> = {
  "/sessions": { POST: signIn },
  "/sessions/current": { DELETE: done(closeSession) },
  "/me": { GET: get(showMe), PATCH: shows(showMe, editMe) },
  "/me/account": { PUT: done(chooseAccount), DELETE: done(chooseOperator) },
  "/me/email": { PUT: done(startMyEmailChange, 202), DELETE: done(cancelMyEmailChange) },
  "/me/password": { PUT: done(changePassword) },
  "/me/confirmation": { PUT: done(confirmSession) },
  "/me/record": { DELETE: done(eraseMe, 202) },
  "/me/membership": { DELETE: done(leaveAccount) },
  "/me/sessions": { GET: get(listMySessions), DELETE: tells(endOtherSessions) },
  "/me/sessions/:sessionId": { DELETE: done(endSession) },
  "/me/activity": { GET: get(listMyActivity) },
  "/me/ledger": { GET: get(listMyLedger) },
  "/me/privacy": { GET: get(showPrivacy) },
  "/me/erasure": { POST: tells(requestErasure, 201), DELETE: done(cancelErasure) },
  "/me/copies": { GET: get(listCopies), POST: tells(requestCopy, 201) },
  "/me/copies/:exportId/download": { POST: sends(downloadCopy) },

  "/password-resets": { POST: done(requestReset, 202) },
  "/passwords": { POST: done(setPassword) },
  "/links/inspection": { POST: { query: openLink, status: 200 } },
  "/links/renewal": { POST: done(renewLink, 202) },
  "/email-confirmations": { POST: done(confirmEmail) },
  "/email-stops": { POST: done(stopEmailChange) },
  "/email-reversions": { POST: done(revertEmail) },

  "/users": { GET: get(listUsers), POST: shows(showUser, inviteUser, 201) },
  "/users/:userId": {
    GET: get(showUser),
    PATCH: shows(showUser, editUser),
    DELETE: done(deleteUser),
  },
  "/users/:userId/pause": { PUT: shows(showUser, pauseUser), DELETE: shows(showUser, resumeUser) },
  "/users/:userId/role": { PUT: shows(showUser, changeRole) },
  "/users/:userId/ownership": {
    PUT: shows(showUser, grantOwnership),
    DELETE: shows(showUser, releaseOwnership),
  },
  "/users/:userId/email": { PUT: done(startEmailChange, 202), DELETE: done(cancelEmailChange) },
  "/users/:userId/invitation": {
    POST: done(resendInvitation, 202),
    DELETE: done(revokeInvitation),
  },
  "/users/:userId/password-reset": { POST: done(sendReset, 202) },
  "/users/:userId/restoration": { PUT: shows(showUser, restoreUser) },
  "/users/:userId/record": { GET: get(previewRemoval), DELETE: tells(removeUser) },
  "/users/:userId/erasure": { PUT: done(answerRequest) },
  "/users/:userId/activity": { GET: get(listUserActivity) },
  "/users/:userId/sessions": { GET: get(listUserSessions), DELETE: tells(endUserSessions) },
  "/users/:userId/sessions/:sessionId": { DELETE: done(endUserSession) },

  "/api-keys": { GET: get(listKeys), POST: tells(createKey, 201) },
  "/api-keys/current": { GET: get(showCurrentKey) },
  "/api-keys/:keyId": { GET: get(showKey), PATCH: tells(editKey), DELETE: done(revokeKey) },
  "/api-keys/:keyId/record": { DELETE: tells(removeKey) },
  "/api-keys/:keyId/rotation": { POST: tells(rotateKey, 201) },

  "/webhook-topics": { GET: get(listTopics) },
  "/webhook-endpoints": { GET: get(listWebhooks), POST: tells(createWebhook, 201) },
  "/webhook-endpoints/:webhookId": {
    GET: get(showWebhook),
    PATCH: shows(showWebhook, editWebhook),
    DELETE: done(deleteWebhook),
  },
  "/webhook-endpoints/:webhookId/record": { DELETE: tells(removeWebhook) },
  "/webhook-endpoints/:webhookId/pause": { PUT: tells(pauseWebhook) },
  "/webhook-endpoints/:webhookId/resumption": { PUT: tells(resumeWebhook) },
  "/webhook-endpoints/:webhookId/secrets": { POST: tells(rotateSecret, 201) },
  "/webhook-endpoints/:webhookId/tests": { POST: tells(testWebhook, 201) },
  "/webhook-endpoints/:webhookId/verification": { POST: { query: verifySignature, status: 200 } },
  "/webhook-endpoints/:webhookId/replays": { GET: get(previewReplay), POST: tells(replayRange) },
  "/webhook-endpoints/:webhookId/deliveries": { GET: get(listDeliveries) },
  "/webhook-deliveries": { GET: get(listAllDeliveries) },
  "/webhook-deliveries/:deliveryId": { GET: get(showDelivery) },
  "/webhook-deliveries/:deliveryId/replay": { POST: done(replayDelivery, 202) },

  "/api-calls": { GET: get(listCalls) },
  "/api-calls/:requestId": { GET: get(showCall) },
  "/traffic": { GET: get(showOverview) },

  "/support-grants": { GET: get(listGrants), POST: tells(inviteSupport, 201) },
  "/support-grants/:grantId": { GET: get(showGrant), DELETE: done(endAccess) },
  "/support-grants/:grantId/preview": { GET: get(previewAccess) },
  "/support-grants/:grantId/approval": { PUT: shows(showGrant, approveRequest) },
  "/support-grants/:grantId/refusal": { PUT: shows(showGrant, declineRequest) },
  "/support-staff": { GET: get(listSupportStaff) },

  "/activity": { GET: get(listActivity) },
  "/ledger": { GET: get(listLedger) },
  "/ledger/summary": { GET: get(summarizeLedger) },
  "/erasure-requests": { GET: get(listRequests) },
  "/exports": { GET: get(listExports), POST: shows(showExport, requestExport, 201) },
  "/exports/:exportId": { GET: get(showExport), DELETE: done(cancelExport) },
  "/exports/:exportId/download": { POST: sends(downloadExport) },
  "/account/data": { GET: get(showData) },
  "/account": { GET: get(showAccount), PATCH: shows(showAccount, editAccount) },

  "/account/closing": {
    GET: get(showClosing),
    POST: shows(showClosing, closeAccount, 201),
    DELETE: done(cancelClose),
  },
  "/account/closing/confirmation": { PUT: shows(showClosing, confirmClose) },
  "/account/closing/preview": { GET: get(previewClose) },
  "/account/deletions": { GET: get(listDeletions) },
  "/certificates/:code": { GET: get(showCertificate) },
  "/certificate-keys": { GET: get(listCertificateKeys) },

  "/operator/installation": { GET: get(showInstallation) },
  "/operator/accounts": { GET: get(listAccounts) },
  "/operator/accounts/:accountId/looks": { POST: tells(lookAtCalls) },
  "/operator/accounts/:accountId/webhook-looks": { POST: tells(lookAtAttempts) },
  "/operator/requests/:requestId/looks": { POST: tells(traceRequest) },
  "/operator/support-requests": { GET: get(listMyGrants), POST: tells(requestAccess, 201) },
  "/operator/support-session": { DELETE: done(leaveSupport) },
  "/operator/support-session/:grantId": { PUT: done(enterSupport) },
  "/support-unmasks": { POST: done(unmaskField) },
  "/operator/support-requests/:grantId": { DELETE: done(withdrawRequest) },
  "/operator/support-reviews": { GET: get(listReviews), POST: tells(openReview, 201) },
  "/operator/support-reviews/:reviewId": { GET: get(showReview) },
  "/operator/support-review-items/:itemId/decision": { PUT: done(decideReview) },
  "/operator/break-glass": { GET: get(listBreakGlass), POST: tells(breakGlass, 201) },
  "/operator/break-glass/:grantId/confirmation": { PUT: done(confirmBreakGlass) },
  "/operator/traffic": { GET: get(surveyTraffic) },
  "/processors": { GET: get(listProcessors) },
  "/processor-notices": { GET: get(listNotices) },
  "/processor-objections": { POST: done(objectToChange) },
  "/locations": { GET: get(listLocations) },

  "/operator/processor-changes": { POST: tells(announceChange, 201) },
  "/operator/processor-changes/:changeId": { DELETE: done(withdrawChange) },
  "/operator/processor-objections": { GET: get(listObjections) },
  "/operator/locations": { POST: tells(addLocation, 201) },
  "/operator/locations/:locationId": { DELETE: done(endLocation) },
  "/operator/staff": { GET: get(listStaff) },
  "/operator/log": { GET: get(listLog) },
  "/operator/backups": { GET: get(showBackups) },
  "/operator/cleanup": { GET: get(showCleanup) },
  "/operator/accounts/:accountId/holds": { POST: tells(placeHold, 201) },
  "/operator/accounts/:accountId/holds/:holdId": { DELETE: done(releaseHold) },
};
