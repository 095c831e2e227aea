import { sentenceFor } from "@/lib/activity/sentences";
import { readOutsiders } from "@/lib/ledger/outsiders";
import type { Source } from "@/lib/ledger/source";

/** What one of the staff tried to do here and was refused: nothing was touched, and it is told all the same. */
export const staffRefused: Source = {
  kind: "staff_refused",
  ofPeople: "account",
  read: (db, asked) =>
    readOutsiders(db, asked, {
      kind: "staff_refused",
      wanted: ({ outcome, actor_kind: by }) => by === "staff" && outcome !== "ok",
      tell: ({ action, outcome, code, by, ...told }) => ({
        sentence: sentenceFor(action, { actor: by, self: false, outcome, ...told }, code),
        what: [],
      }),
    }),
};
