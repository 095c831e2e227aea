import { readOutsiders } from "@/lib/ledger/outsiders";
import type { Source } from "@/lib/ledger/source";
import { dayInWords } from "@/lib/ledger/words";

/** Restores of the installation from a backup: all that the account held was read and written anew (P70). */
export const restores: Source = {
  kind: "restore",
  ofPeople: null,
  read: (db, asked) =>
    readOutsiders(db, asked, {
      kind: "restore",
      wanted: ({ action }) => action === "account.restore",
      tell: ({ by, particulars: { restoredTo } }) => ({
        sentence: `${by} restored everything in this account from a backup${typeof restoredTo === "string" ? `, as it was on ${dayInWords(new Date(restoredTo))}` : ""}`,
        what: ["Everything the account holds"],
      }),
    }),
};
