import { mailbox } from "@/lib/db/schema";
import { enqueueSweep } from "@/lib/jobs/enqueue";
import { forgetCallersOf } from "@/lib/limits/known-callers";
import { forgetDirectory, forgetUser } from "@/lib/users/directory";
import { dropVaultsOfPersons, forgetVault } from "@/lib/vault/vaults";
import type { Copy } from "./copy";
import { emptyMailbox, withdrawLetters } from "./mail";

/**
 * Every copy of personal data, and how it goes with its source (P35, P65). Permanent deletion, erasure, the purge and what processes
 * hold in memory all read this list; a test fails when something that holds personal data is in none of the lists here.
 */
export const copies = {
  archives: {
    what: "Data exports of accounts, and copies people made of their own data",
    columns: ["exports.file_key", "exports.trouble"],
    folders: ["files"],
    readBy: "The owners of the account; the person whose copy it is",
    goes: "The key that opens the file is destroyed in the same transaction, for all archives of the account and all copies of people in it. A job removes the files. An archive that is being made is not finished.",
    within: "withdraw_archives",
    withdraw: enqueueSweep,
  },
  answers: {
    what: "Answers to requests with an Idempotency-Key, kept for a day",
    columns: ["idempotency.answer"],
    readBy: "The program that sent the request",
    goes: "All answers of the account, and of requests without an account, are destroyed in the same transaction. The keys stay, so that nothing is done twice.",
    within: "destroy_activity",
  },
  activityAbout: {
    what: "What was done to it, with names, changes and particulars",
    columns: ["activity.detail"],
    readBy: "Owners, administrators and auditors of the account; the user",
    goes: "The rows are deleted in the same transaction. One line without content stays in the account's ledger.",
    within: "destroy_activity",
  },
  activityBy: {
    what: "Who did something to others, and from where",
    columns: ["activity.actor_detail"],
    readBy: "Owners, administrators and auditors of the account",
    goes: "Name and origin are destroyed in the same transaction. What was done to others stays.",
    within: "destroy_activity",
  },
  messages: {
    what: "Webhook messages, waiting and delivered, with what receivers answered",
    columns: ["webhook_messages.payload", "webhook_attempts.excerpt"],
    readBy: "Owners, administrators and auditors of the account; the receiver",
    goes: "Payloads and excerpts are destroyed in the same transaction. What waits is not sent.",
    within: "destroy_activity",
  },
  calls: {
    what: "Addresses and programs behind API requests",
    columns: ["api_calls.origin"],
    folders: ["spool"],
    readBy: "Owners, administrators and auditors of the account",
    goes: "Caller and origin are taken out of the rows in the same transaction. Lines that wait on the disk are sealed, and stored without them.",
    within: "destroy_activity",
  },
  keyUse: {
    what: "Where API keys of a user were used from",
    columns: ["api_keys.used_from", "api_keys.networks"],
    readBy: "Owners, administrators and auditors of the account",
    goes: "Destroyed in the same transaction, with the keys' power.",
    within: "destroy_activity",
  },
  searches: {
    what: "Words that support staff searched for",
    columns: ["support_looks.sought"],
    readBy: "Owners, administrators and auditors of the account; the security staff",
    goes: "All of the account are destroyed in the same transaction.",
    within: "destroy_activity",
  },
  requests: {
    what: "What a user wrote when they asked to be erased, and what was answered",
    columns: ["erasure_requests.reason", "erasure_requests.answer"],
    readBy: "Owners and administrators of the account; the user",
    goes: "Emptied by a rule of the database when the user goes.",
    within: "close_erasure_request",
  },
  letters: {
    what: "Emails to others that wait to be sent and name it",
    columns: ["letters.body", "letters.trouble"],
    readBy: "The recipient; administrators read why one was not sent",
    goes: "Their text is destroyed in the same transaction and they are not sent. A sent email keeps no text.",
    withdraw: (db, { accountId, called }) => withdrawLetters(db, accountId, called),
  },
  mailbox: {
    what: "The local mailbox of an installation without a mail server",
    columns: ["mailbox.message"],
    readBy: "Everybody on the machine",
    goes: "Emails that are addressed to it or name it are removed in the same transaction; all of them when an account is purged.",
    withdraw: (db, { called }) => emptyMailbox(db, called),
    purge: (db) => db.delete(mailbox),
  },
  directories: {
    what: "The people of an account, opened for searching and sorting",
    memory: ["directories", "directories-being-opened"],
    readBy: "Everybody who can list users",
    goes: "Left out of every answer from the commit on, since each one compares it with the database; taken out of the memory of every process within a minute.",
    forget: ({ kind, account_id: accountId, object_id: id }) => {
      if (kind === "user") forgetUser(accountId, id);
      if (kind === "account") forgetDirectory(id);
    },
  },
  callers: {
    what: "Who came with a session or an API key lately",
    memory: ["api-callers"],
    readBy: "Nobody: it counts requests",
    goes: "Taken out of the memory of every process within a minute.",
    forget: ({ object_id: id, person_id: personId }) => {
      forgetCallersOf(id);
      if (personId) forgetCallersOf(personId);
    },
  },
  vaults: {
    what: "Opened keys of accounts and people",
    memory: ["vaults"],
    readBy: "Nobody: they open what the database hands out",
    goes: "Zeroed in the memory of every process within a minute.",
    forget: ({ kind, object_id: id, person_id: personId }) => {
      if (personId) forgetVault(`person:${personId}`);
      if (kind !== "account") return;
      forgetVault(`account:${id}`);
      dropVaultsOfPersons();
    },
  },
} as const satisfies Record<string, Copy>;

export const everyCopy: readonly Copy[] = Object.values(copies);

/** Personal data itself: rows that are deleted with the user, the person, the key or the webhook they are of. */
export const originals = [
  "users.card",
  "users.title",
  "users.pause_reason",
  "persons.email",
  "persons.email_index",
  "person_keys.wrapped",
  "sessions.origin",
  "links.new_email",
  "links.new_email_index",
  "staff.name",
  "api_keys.name",
  "webhook_endpoints.url",
  "webhook_endpoints.description",
  "webhook_secrets.secret",
];

/** What stays when a person goes, each with the reason. */
export const stays: Record<string, string> = {
  "accounts.name": "the name of the account, which goes when the account is purged",
  "account_keys.wrapped": "the key of the account, destroyed when the account is purged",
  "installation_keys.wrapped": "keys of the installation",
  "closures.reason": "what an owner wrote about closing the account, which goes with the account",
  "processor_objections.reason": "what an owner wrote to the operator in the name of the account",
  "support_grants.asked":
    "who of the staff asked for access and why, also as the object of activity: the account must be able to read who had access",
  "support_grants.answer": "what an owner answered to the operator in the name of the account",
  "support_unmasks.reason": "why support staff opened a field, without what was in it",
  "support_looks.detail": "ids and names of fields that were shown, never what was in them",
  "support_review_items.words": "what the operator decided about its own staff",
  "installation_log.detail": "what the operator and its staff did, which the operator must prove",
  "purge_recipients.sealed_to":
    "the address that the person wants the certificate at; destroyed after the last letter",
};

/** Digests of personal data: nobody turns them back. */
export const digests: Record<string, string> = {
  "idempotency.key": "an HMAC, forgotten after a day",
  "idempotency.fingerprint": "an HMAC of a request, forgotten after a day",
  "limits.key": "an HMAC of what is counted, forgotten with the person or after two days",
  "api_calls.idempotency_hash": "an HMAC of a random key",
  "activity.salt": "random",
  "activity.leaf": "a salted hash",
  "api_keys.key_hash": "a hash of a random key",
  "sessions.token_hash": "a hash of a random token",
  "links.token_hash": "a hash of a random token",
  "purges.code_hash": "a hash of a random code",
};

/** What else is in the data directory, and why no copy of personal data outlives its source in it. */
export const otherFolders: Record<string, string> = {
  postgres: "the database itself",
  "postgres.log": "its log, which holds no values",
  "postgres.password": "a password of the installation",
  "postgres.log-spool": "changes of the database on their way into the backup, sealed (P66)",
  "root.key": "the key of the installation",
  "root.key.next": "the key of the installation",
  keys: "keys of accounts and people, each destroyed with its owner",
  erasures: "opaque ids of what was destroyed, so that no restore brings it back",
  "backup-keys": "keys of the installation",
  "running.json": "where the installation runs",
  "restored.json": "which backup was restored",
};

/** What else is in the memory of a process, and why it names nobody. */
export const otherMemory: Record<string, string> = {
  recognised: "digests of tokens and keys that the gate believed lately",
  returning: "places for looking up cookies that this process does not know yet",
  "made-up-cookies": "how many unknown cookies a block of addresses sent in the last minute",
  "api-leases": "counters of requests",
  "api-scale": "configuration",
  api: "the API",
  "backup-health": "counts of backups and alarms",
  browsers: "names of browsers by what they say of themselves; bounded",
  "call-log": "requests on their way to the disk, for seconds",
  doors: "requests that wait, for seconds",
  egress: "what is being sent at this moment",
  "egress-alarms": "addresses that were kept from being called",
  "egress-guard": "configuration",
  "egress-standing": "addresses of processors",
  "egress-started": "addresses of processors",
  env: "configuration",
  "figures-pool": "connections",
  hashing: "the queue of password checks under way",
  idempotency: "requests under way",
  "installation-keys": "keys of the installation",
  "key-databases": "connections",
  "key-store": "where keys are",
  metrics: "counters without names",
  openapi: "the reference",
  origin: "configuration",
  places: "countries by address range",
  pool: "connections",
  "root-keys": "keys of the installation",
  scrape: "counts",
  "spool-keys": "keys of the installation",
  transport: "the connection to the mail server",
  "webhook-guard": "configuration",
};
