import type { ProblemCode } from "@/lib/api/problem";

/** What a program does about each code. A test insists on one for every code. */
export const remedies: Partial<Record<ProblemCode, string>> = {
  invalid:
    "Read `fields`: it names each field or parameter and says what it needs. Correct the request; sending it again unchanged ends alike.",
  unauthenticated:
    "Sign in again with `POST /sessions`, or send an API key. A session ends after 30 minutes without a request, after 12 hours, and when its user is paused or deleted.",
  key_refused:
    "The key is unknown, mistyped, expired or revoked. Ask whoever runs the account for a fresh one, and do not try again with this one.",
  key_wrong_network:
    "The key works from certain addresses only, and this is none of them. Add the address to the key, or call from another.",
  wrong_credentials:
    "Ask the person again for address and password. The answer is the same for an unknown address and for someone paused or deleted.",
  account_closed:
    "The account is closed for good, and nothing in it can be reached any more. Its owners have its certificate, or get it by letter.",
  already_closing:
    "Nothing is to be done: the account is being closed. `GET /account/closing` tells until when it can come back.",
  not_closing: "Nothing is to be done: the account is not being closed.",
  no_second_owner: "Make another user an owner first, or send `secondOwner` as false.",
  another_owner: "Another owner has to confirm, with a session of their own.",
  still_staff: "The operator has to take the person off the staff first.",
  not_held: "Nothing is to be done: the hold has ended or was released.",
  forbidden:
    "The role, or the scopes of the key, do not open this to you. Ask an owner for another role, or use a key with the scope named above.",
  step_up_required:
    "Send the password along, or confirm it with `PUT /me/confirmation`; then repeat within ten minutes.",
  wrong_password: "Ask the person for their current password again. Tries are counted.",
  wrong_origin:
    "The call came with a browser’s cookie from another site. Use a token or a key instead of the cookie.",
  page_of_another:
    "The call came with a browser’s cookie from a page that was drawn for another account or person, or that did not say. Use a token or a key instead of the cookie.",
  not_found:
    "There is nothing by this id in the account. Look it up again; ids of other accounts answer alike.",
  already_paused:
    "Nothing is to be done: the user is paused. To change the end of the pause, resume and pause again.",
  not_paused: "Nothing is to be done: the user is not paused.",
  not_invited: "The invitation was accepted already. Send a password reset instead.",
  still_invited: "The user has yet to accept. Resend the invitation instead.",
  already_deleted: "The user is in the bin. Restore them before anything else.",
  not_deleted: "Put the user into the bin first.",
  already_user:
    "Find the user of this address with `GET /users?q=…`, also with `status=deleted`, and go on with that one.",
  archive_refused: "Only the command line imports archives; it says what is wrong with one.",
  export_not_ready:
    "Ask `GET /exports` or `GET /me/copies` how far it is, and fetch it once its state is `ready`. After seven days ask for a fresh one.",
  export_over:
    "Nothing is to be done: the archive was withdrawn, has expired or could not be made.",
  already_staff: "Nothing is to be done: the person is of the staff. Change their roles instead.",
  not_staff: "Look the address up in the list of the staff.",
  already_owner: "Nothing is to be done: the user owns the account.",
  not_owner: "Nothing is to be done: the user does not own the account.",
  same_role: "Nothing is to be done: the user has this role.",
  last_owner:
    "An account keeps at least one owner who can sign in. Make someone else an owner first.",
  not_active:
    "The user has to be active for this. Resume or restore them, or wait until they have accepted.",
  name_mismatch:
    "Send the name exactly as the user is called now, in `name`. It guards against a slip.",
  grant_ended:
    "The access this session had entered is over. Leave it, and ask the account again if it is still needed.",
  support_answered:
    "Look at the grant with `GET /support-grants/{grantId}`. What was answered, withdrawn or has lapsed is not answered again; the staff can ask anew.",
  support_over:
    "The access has ended, lapsed or was never agreed to. Ask the account again if it is needed.",
  support_inside:
    "Leave the account with `DELETE /operator/support-session`, then enter the other.",
  support_asked:
    "A request of yours or an access to this account is open. Wait for its answer, withdraw it, or use it.",
  review_overdue:
    "Somebody of the staff with the role security finishes the review: `says` names its quarter. Then repeat.",
  review_own: "Have somebody else with the role security decide it.",
  review_decided: "Look at the review again; a decision is not changed.",
  break_glass_alone: "Have another person of the staff confirm it.",
  staff_may_not_approve:
    "Consent comes from an owner who is not of the operator’s staff. `says` names who can.",
  owner_too_new:
    "Consent comes from an owner who was one before support had access. `says` names who can.",
  link_waits: "Wait until the time the answer names, then send the same again.",
  link_dead: "Links serve once, and for a short time. Ask for a fresh one.",
  address_taken: "Ask for another address. Whose it is, is not told.",
  password_refused: "Show the person what `fields.password` says, and ask for another password.",
  too_many: "Wait for as many seconds as `Retry-After` says, then go on more slowly.",
  busy: "Wait for as many seconds as `Retry-After` says, then repeat. Nothing was changed.",
  unavailable:
    "Wait for as many seconds as `Retry-After` says, then repeat. Send an `Idempotency-Key` with a `POST`, so that it is done once.",
  key_ended: "The key has expired or was revoked. Make another one.",
  key_not_ended: "Revoke the key with `DELETE /api-keys/{keyId}`, then repeat.",
  webhook_not_deleted:
    "Delete the endpoint with `DELETE /webhook-endpoints/{webhookId}`, then repeat.",
  key_rotated: "The key has a successor already. Rotate the successor, named by `successorId`.",
  too_many_keys: "Revoke keys that are no longer used, then make this one.",
  webhook_url_refused:
    "Give an https address that leads into the internet. What the address leads to is checked, not only how it is written; the operator can except networks of their own.",
  too_many_webhooks: "Delete endpoints that are no longer needed, then make this one.",
  thin_only:
    "Send `thin: true`: messages then hold ids only. Or use a key that has the scope `activity:read` too.",
  webhook_active: "Nothing is to be done: the endpoint works.",
  webhook_at_rest:
    "Resume the endpoint first; what happened meanwhile is held and can be replayed then.",
  already_on_its_way:
    "Nothing is to be done: the message is being sent. Look at the delivery in a moment.",
  payload_destroyed:
    "What it told was permanently deleted with its object, and cannot be sent again.",
  already_requested:
    "Nothing is to be done: the request stands. `GET /me/privacy` tells until when.",
  not_requested: "Read `GET /erasure-requests`: it was answered, taken back, or never asked.",
  not_planned: "Read the changes again: this one has taken effect or was withdrawn.",
  window_over: "The time to object is over. Talk to the operator.",
  already_objected: "Nothing is to be done: the objection is on record.",
  already_set_up: "The installation has an account already. Sign in.",
  changed_meanwhile: "Someone wrote the same thing at this moment. Read it again and repeat.",
  changed_since:
    "The object has another version than the one in `If-Match`. Read it again, decide what of your change still holds, and send the new `ETag`.",
  idempotency_in_progress:
    "Wait for a second and repeat with the same key: the first request’s answer is told then.",
  idempotency_answer_destroyed:
    "Do not repeat it with a fresh key: the change is made. Read the object that `detail` names, or the list it belongs to.",
  internal: "It is a bug of ours. Repeat later, and quote `requestId` to the operator if it stays.",
  unknown_path: "Compare the address with this reference.",
  method_not_allowed: "Use one of the methods in `Allow`.",
  not_json: "Send one JSON object in UTF-8 as the body.",
  unsupported_media_type: "Send `Content-Type: application/json`.",
  too_large: "Send less at once: 256 kB at most.",
  precondition_refused:
    "Send in `If-Match` the one `ETag` that `GET` told of the object, or leave it out where there is none.",
  idempotency_key_refused: "Send 1 to 255 visible ASCII characters as `Idempotency-Key`.",
  idempotency_mismatch:
    "The key belongs to an earlier request with another body. Take a fresh key for each request of its own.",
};
