import { sentenceFor } from "@/lib/activity/sentences";
import { readOutsiders } from "@/lib/ledger/outsiders";
import type { Source } from "@/lib/ledger/source";

/** What the operator, who holds the root key, did in the account from the command line. */
export const atTheConsole: Source = {
  kind: "console",
  ofPeople: "account",
  read: (db, asked) =>
    readOutsiders(db, asked, {
      kind: "console",
      wanted: ({ action, actor_kind: by }) => by === "operator" && action !== "account.restore",
      tell: ({ action, outcome, code, by, ...told }) => ({
        sentence: sentenceFor(action, { actor: by, self: false, outcome, ...told }, code),
        what: told.changes.map(({ field }) => field),
      }),
    }),
};
