/**
 * The columns that hold text in clear, each with why that gives nobody away. Everything else that people write or that
 * tells who they are is sealed; a test fails for a column of text that is not listed here.
 */
export const publicText = {
  "accounts.state": "one of a few words",
  "account_keys.root_key_id": "fingerprint of a root key",
  "users.role": "one of a few words",
  "users.status": "one of a few words",
  "users.locale": "a language tag, shared by millions",
  "users.time_zone": "the name of a time zone, shared by millions",
  "users.status_before": "one of a few words",
  "ledger.kind": "one of a few words",
  "ledger.actor_kind": "one of a few words",
  "ledger.request_id": "random",
  "activity.action": "the name of a verb",
  "activity.outcome": "one of a few words",
  "activity.code": "the code of a refusal",
  "activity.actor_kind": "one of a few words",
  "activity.object_kind": "one of a few words",
  "activity.source": "one of a few words",
  "activity.request_id": "random",
  "installation_keys.purpose": "one of a few words",
  "installation_keys.root_key_id": "fingerprint of a root key",
  "persons.password_hash":
    "keyed pre-hash and bcrypt; worthless without the pepper, which is sealed",
  "person_keys.root_key_id": "fingerprint of a root key",
  "sessions.kind": "one of a few words",
  "sessions.ended_by": "one of a few words",
  "links.purpose": "one of a few words",
  "letters.kind": "one of a few words",
  "letters.state": "one of a few words",
  "letters.request_id": "random",
} as const satisfies Record<`${string}.${string}`, string>;
