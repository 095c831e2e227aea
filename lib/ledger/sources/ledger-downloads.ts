import { readOutsiders } from "@/lib/ledger/outsiders";
import type { Source } from "@/lib/ledger/source";

/** Whoever took this ledger along: what it tells is then in their hands. */
export const ledgerDownloads: Source = {
  kind: "download",
  ofPeople: null,
  read: (db, asked) =>
    readOutsiders(db, asked, {
      kind: "download",
      wanted: ({ action, outcome }) => action === "ledger.export" && outcome === "ok",
      tell: ({ by, particulars: { format } }) => ({
        sentence: `${by} downloaded this ledger${typeof format === "string" ? ` as ${format.toUpperCase()}` : ""}`,
        what: ["Lines of this ledger"],
      }),
    }),
};
