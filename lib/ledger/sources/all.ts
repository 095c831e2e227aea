import type { LedgerKind } from "@/lib/ledger/ledger";
import type { Source } from "@/lib/ledger/source";
import { backups } from "./backups";
import { atTheConsole } from "./console";
import { deletions } from "./deletions";
import { disclosures } from "./disclosures";
import { exports } from "./exports";
import { keyReads } from "./key-reads";
import { ledgerDownloads } from "./ledger-downloads";
import { restores } from "./restores";
import { staffLooks } from "./staff-looks";
import { staffRefused } from "./staff-refused";
import { supportAccess } from "./support-access";
import { webhookAttempts } from "./webhook-attempts";

/** Everything the ledger is made of. */
export const sources = {
  support: supportAccess,
  staff_look: staffLooks,
  staff_refused: staffRefused,
  console: atTheConsole,
  key_read: keyReads,
  disclosure: disclosures,
  webhook: webhookAttempts,
  backup: backups,
  restore: restores,
  export: exports,
  download: ledgerDownloads,
  deletion: deletions,
} satisfies Record<LedgerKind, Source>;
