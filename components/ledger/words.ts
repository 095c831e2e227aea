import type { LedgerKind } from "@/lib/ledger/ledger";

/** What each kind of line is called, and what it is. */
export const kindWords = {
  support: ["Support access", "What support looked at and changed with the consent of an owner."],
  staff_look: [
    "Looks of the staff",
    "The operator’s technical staff look at traffic, never at content.",
  ],
  staff_refused: ["Staff refused", "What the staff tried to do here and were not let."],
  console: ["Operator’s console", "What the operator did at the command line."],
  key_read: ["Reads by API keys", "What programs read, by day, key and subject."],
  disclosure: ["Given to processors", "What the mail service and others were told, and what for."],
  webhook: ["Webhooks", "What was sent to your own receivers, by day."],
  backup: ["Backups", "Encrypted copies of everything, for when a machine is lost."],
  restore: ["Restores", "Everything came out of a backup."],
  export: ["Exports", "Archives of everything that somebody took along."],
  download: ["Downloads of this ledger", "Who took these lines along."],
  deletion: ["Permanent deletions", "Somebody was removed for good."],
} satisfies Record<LedgerKind, [name: string, says: string]>;
