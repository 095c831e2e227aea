/**
 * Everything a verb may refuse with. A code is stable: clients, tests and the activity rely on it.
 * `status` is the REST answer; `says` is the sentence people read, and it names the way out.
 */
export const failures = {
  invalid: { status: 422, says: "Some fields need another look." },
  unauthenticated: { status: 401, says: "Your session has ended. Sign in again." },
  key_refused: {
    status: 401,
    says: "This API key is unknown, has expired or was revoked. Make a fresh one under Developers.",
  },
  key_wrong_network: {
    status: 403,
    says: "This API key may not be used from this address. Whoever made it can add the address under Developers.",
  },
  wrong_credentials: {
    status: 401,
    says: "That e-mail address and password do not match. Try again, or ask for a link to set a new password.",
  },
  account_closed: {
    status: 403,
    says: "This account was closed, and its time to come back is over. Nobody can sign in to it any more; what it held is being destroyed. Its owners get a certificate by letter when that is done.",
  },
  forbidden: { status: 403, says: "Your role does not allow this. Ask an owner of the account." },
  step_up_required: { status: 403, says: "Confirm your password first, then try again." },
  wrong_password: {
    status: 403,
    says: "That is not your current password. Check it and try again.",
  },
  wrong_origin: {
    status: 403,
    says: "This request came from another site and was refused. Open the page again.",
  },
  page_of_another: {
    status: 409,
    says: "This page was opened for another account or another person than you are signed in as now, so nothing was changed. Switch back, or reload the page.",
  },
  not_found: {
    status: 404,
    says: "There is nothing here, or it is not in this account. Go back to the list.",
  },
  already_paused: { status: 409, says: "This user is already paused. Resume them first." },
  not_paused: { status: 409, says: "This user is not paused, so there is nothing to resume." },
  not_invited: {
    status: 409,
    says: "This user has already accepted. Send a link to reset the password instead.",
  },
  still_invited: {
    status: 409,
    says: "This user has not accepted yet. Resend the invitation instead.",
  },
  already_deleted: { status: 409, says: "This user is in the bin. Restore them first." },
  not_deleted: {
    status: 409,
    says: "Only a user in the bin can be restored or permanently deleted. Delete them first.",
  },
  already_user: {
    status: 409,
    says: "This address already belongs to a user of this account. Open that user instead.",
  },
  already_owner: { status: 409, says: "This user already owns the account." },
  not_owner: { status: 409, says: "This user does not own the account." },
  same_role: { status: 409, says: "The user already has this role." },
  last_owner: {
    status: 409,
    says: "This is the only owner who can sign in. Make someone else an owner first.",
  },
  not_active: {
    status: 409,
    says: "Only a user who has accepted and is not paused can own the account.",
  },
  name_mismatch: {
    status: 409,
    says: "The name you typed is not the name of this user. Type it exactly as shown.",
  },
  already_closing: {
    status: 409,
    says: "This account is being closed already. See under Account, Data until when it can come back.",
  },
  not_closing: {
    status: 409,
    says: "This account is not being closed, so there is nothing to do.",
  },
  no_second_owner: {
    status: 409,
    says: "There is no other owner who could confirm. Make someone else an owner first, or close without a second owner.",
  },
  another_owner: {
    status: 409,
    says: "Whoever asked to close the account cannot confirm it as well. Ask another owner.",
  },
  not_held: { status: 409, says: "This hold is over already, so there is nothing to release." },
  already_staff: {
    status: 409,
    says: "This person is of the staff already. Change their roles instead.",
  },
  still_staff: {
    status: 409,
    says: "This person is of the staff. Take them off the staff first.",
  },
  not_staff: { status: 404, says: "Nobody of the staff has this address. See who they are." },
  link_waits: {
    status: 409,
    says: "This link works later, so that the address in use can stop the change. Open it again then.",
  },
  link_dead: {
    status: 410,
    says: "This link has expired or was already used. Ask for a fresh one.",
  },
  address_taken: { status: 409, says: "This address cannot be used. Choose another one." },
  password_refused: { status: 422, says: "Choose another password." },
  too_many: { status: 429, says: "Too many tries in a short time. Wait a little, then try again." },
  busy: {
    status: 503,
    says: "There is more to do at this moment than can be done. Try again in a few seconds.",
  },
  unavailable: {
    status: 503,
    says: "The service cannot reach its data at this moment. Try again shortly.",
  },
  key_ended: {
    status: 409,
    says: "This key does not work any more, so there is nothing to change. Make a fresh one.",
  },
  key_not_ended: {
    status: 409,
    says: "This key still works. Revoke it first, then delete it permanently.",
  },
  webhook_not_deleted: {
    status: 409,
    says: "This webhook is still in use. Delete it first, then delete it permanently.",
  },
  key_rotated: {
    status: 409,
    says: "This key already has a successor. Rotate that one, or make a fresh key.",
  },
  too_many_keys: {
    status: 409,
    says: "The account holds as many keys as it can. Revoke one that is no longer used.",
  },
  already_set_up: { status: 409, says: "This installation is already set up. Sign in instead." },
  webhook_url_refused: {
    status: 422,
    says: "This address is never called. Give an https:// address on the internet.",
  },
  too_many_webhooks: {
    status: 409,
    says: "This account has as many webhooks as it can have. Delete one that is not needed any more.",
  },
  thin_only: {
    status: 403,
    says: "This key may not read what whole messages tell. Ask for thin messages, or make a key that may also read the activity.",
  },
  webhook_active: {
    status: 409,
    says: "This webhook is neither paused nor disabled, so there is nothing to resume.",
  },
  webhook_at_rest: {
    status: 409,
    says: "This webhook is paused, disabled or deleted. Resume it first.",
  },
  already_on_its_way: {
    status: 409,
    says: "This message waits to be sent already. Look at it again in a moment.",
  },
  payload_destroyed: {
    status: 410,
    says: "What this message told was destroyed with somebody who was permanently deleted. It cannot be sent again.",
  },
  grant_ended: {
    status: 403,
    says: "Your access to this account ended. Ask again if you still need it.",
  },
  support_inside: {
    status: 409,
    says: "You are inside an account. Leave it before you enter another.",
  },
  support_answered: {
    status: 409,
    says: "This request was answered, withdrawn or has lapsed. Look at it again.",
  },
  support_over: {
    status: 409,
    says: "This access is not open, so there is nothing to enter and nothing to end.",
  },
  support_asked: {
    status: 409,
    says: "You have asked this account already. Wait for the answer, or withdraw the request first.",
  },
  review_overdue: {
    status: 409,
    says: "A review of support access is overdue. Somebody of the staff with the role security has to finish it first.",
  },
  review_own: {
    status: 403,
    says: "Nobody decides about themselves. Ask somebody else with the role security.",
  },
  review_decided: {
    status: 409,
    says: "This was decided already. Look at the review again.",
  },
  break_glass_alone: {
    status: 403,
    says: "It takes two people. Ask somebody else of the staff, with the role support or security, to confirm it.",
  },
  staff_may_not_approve: {
    status: 403,
    says: "Whoever is of the staff cannot agree to access of the staff. Ask another owner.",
  },
  owner_too_new: {
    status: 403,
    says: "You became an owner while support had access, so another owner has to agree.",
  },
  already_requested: {
    status: 409,
    says: "You have asked for this already. See under Privacy until when it is answered.",
  },
  not_requested: {
    status: 409,
    says: "There is no open request to be erased. See in the list of requests how it was answered.",
  },
  archive_refused: {
    status: 422,
    says: "This archive cannot be imported. Look at it with npx castellan import --check.",
  },
  export_not_ready: {
    status: 409,
    says: "This archive cannot be fetched: it is not ready yet, or its days are over. Wait for it, or ask for a fresh one.",
  },
  export_over: {
    status: 409,
    says: "There is nothing left of this archive to stop or to delete.",
  },
  not_planned: {
    status: 409,
    says: "This change is not planned any more: it has taken effect or was withdrawn. Look at the list again.",
  },
  window_over: {
    status: 409,
    says: "The time to object to this change is over. Talk to the operator.",
  },
  already_objected: {
    status: 409,
    says: "Your account has objected to this change already. The operator has the reason.",
  },
  changed_meanwhile: {
    status: 409,
    says: "Someone changed this at the same moment. Look at it again, then retry.",
  },
  changed_since: {
    status: 412,
    says: "Someone changed this since you looked at it. Look at what is there now, then decide.",
  },
  idempotency_in_progress: {
    status: 409,
    says: "The first request with this Idempotency-Key is still under way. Try again in a second.",
  },
  idempotency_answer_destroyed: {
    status: 409,
    says: "The first request with this Idempotency-Key was carried out. Its answer was destroyed with a permanent deletion in the account.",
  },
  internal: {
    status: 500,
    says: "Something went wrong on our side. Try again; if it stays, quote the request id.",
  },
} as const satisfies Record<string, { status: number; says: string }>;

export type FailureCode = keyof typeof failures;

export const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(failures, code);

/** A refusal a person can act on: thrown inside the gate, handed out of it as a value. */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly extra: {
      /** messages by field name, for `invalid` and `password_refused` */
      fields?: Record<string, string>;
      /** a sentence more exact than the code's own */
      says?: string;
      /** seconds until a retry makes sense */
      retryAfter?: number;
    } = {},
  ) {
    super(code);
  }
}

/**
 * Whether the activity tells of a refusal: one because of who asks, of the state of things, or of too many tries. A
 * slip of the keyboard is nobody's business.
 */
export const isTold = ({ code }: Failure): boolean =>
  !["changed_meanwhile", "page_of_another"].includes(code) &&
  [403, 409, 429].includes(failures[code].status);

export type Refusal = {
  ok: false;
  code: FailureCode;
  /** the sentence for people */
  says: string;
  fields?: Record<string, string>;
  retryAfter?: number;
  requestId: string;
};

export type Outcome<T> = { ok: true; value: T; requestId: string } | Refusal;

/** Turns a refusal into the value that leaves the gate. */
export function refusal(failure: Failure, requestId: string): Refusal {
  const { fields, says, retryAfter } = failure.extra;
  return {
    ok: false,
    code: failure.code,
    says: says ?? failures[failure.code].says,
    ...(fields && { fields }),
    ...(retryAfter && { retryAfter }),
    requestId,
  };
}
