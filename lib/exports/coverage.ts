import type { ofAccount, ofPerson } from "./sections";

type SectionOf<List extends readonly { name: string }[]> = List[number]["name"];

/** Where an archive has what a table holds, or why it has not. A table that is not listed fails a test. */
type Coverage<Name extends string> = Record<string, { in: Name } | { not: string }>;

/** Every table of account data, and the take-out archive (P25, P63). */
export const inTakeOut: Coverage<SectionOf<typeof ofAccount>> = {
  accounts: { in: "account" },
  account_keys: { not: "the account's own key: without it a copy of the database is noise" },
  users: { in: "users" },
  presence: { in: "users" },
  persons: { not: "the login of a person, who may be in other accounts too: theirs alone" },
  person_keys: { not: "a person's own key" },
  sessions: { not: "of a person, who finds them in their own copy" },
  links: {
    not: "hashes of single-use tokens; a person finds in their own copy that there were some",
  },
  letters: { not: "to a person, who finds them in their own copy" },
  staff: { not: "of the operator" },
  activity: { in: "activity" },
  ledger: { in: "removals" },
  api_keys: { in: "api-keys" },
  api_calls: { in: "api-calls" },
  traffic_rollups: { not: "sums of the calls and attempts, which are in here themselves" },
  webhook_endpoints: { in: "webhooks" },
  webhook_secrets: { not: "secrets leave the installation once, when they are made" },
  webhook_messages: { not: "what is in the activity, once more" },
  webhook_deliveries: { in: "deliveries" },
  webhook_attempts: { in: "attempts" },
  support_grants: { in: "support-grants" },
  support_looks: { in: "support-looks" },
  support_review_items: {
    not: "the operator's own review; the activity tells what it said of each access",
  },
  support_unmasks: { not: "each is a step of support too, and in the activity with its reason" },
  erasure_requests: { in: "erasure-requests" },
  disclosures: { in: "disclosures" },
  processor_objections: {
    not: "what an owner told the operator, which is in the activity as well",
  },
  exports: {
    not: "archives like this one; the activity tells when they were asked for and fetched",
  },
  imports: { not: "the id of the archive the account was made of" },
  closures: { not: "the ending of this account; the activity tells who asked for it and when" },
  holds: {
    not: "between the operator and the account; the certificate of the deletion tells them",
  },
};

/** The same tables, and a person's copy (P78). */
export const inCopy: Coverage<SectionOf<typeof ofPerson>> = {
  accounts: { in: "accounts" },
  account_keys: { not: "the account's own key" },
  users: { in: "accounts" },
  presence: { in: "accounts" },
  persons: { in: "login" },
  person_keys: { not: "the person's own key: without it a copy of the database is noise" },
  sessions: { in: "sessions" },
  links: { in: "links" },
  letters: { in: "letters" },
  staff: { in: "staff" },
  activity: { in: "activity" },
  ledger: { not: "tells of those who were permanently deleted, and names nobody" },
  api_keys: { in: "api-keys" },
  api_calls: { in: "api-calls" },
  traffic_rollups: { not: "sums that name nobody" },
  webhook_endpoints: { not: "of the account" },
  webhook_secrets: { not: "of the account" },
  webhook_messages: { not: "what is in the activity, once more" },
  webhook_deliveries: { not: "of the account" },
  webhook_attempts: { not: "of the account" },
  support_grants: { not: "between the operator and the account" },
  support_looks: { in: "seen-by-support" },
  support_review_items: { not: "of the operator and its staff" },
  support_unmasks: { not: "each is a step of support too" },
  erasure_requests: { in: "erasure-requests" },
  disclosures: { in: "disclosures" },
  processor_objections: { not: "an account's word to the operator" },
  exports: {
    not: "archives like this one; the activity tells when they were asked for and fetched",
  },
  imports: { not: "of the account" },
  closures: { not: "of the account" },
  holds: { not: "of the account" },
};
