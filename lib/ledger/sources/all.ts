import type { LedgerKind } from "@/lib/ledger/ledger";
import type { Source } from "@/lib/ledger/source";
import { backups } from "./backups";
import { atTheConsole } from "./console";
import { deletions } from "./deletions";
import { disclosures } from "./disclosures";
import { keyReads } from "./key-reads";
import { restores } from "./restores";
import { staffLooks } from "./staff-looks";
import { staffRefused } from "./staff-refused";
import { webhookAttempts } from "./webhook-attempts";

/** Everything the ledger is made of. */
export const sources = {
  staff_look: staffLooks,
  staff_refused: staffRefused,
  console: atTheConsole,
  key_read: keyReads,
  disclosure: disclosures,
  webhook: webhookAttempts,
  backup: backups,
  restore: restores,
  deletion: deletions,
} satisfies Record<LedgerKind, Source>;
