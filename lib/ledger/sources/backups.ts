import { LONGEST_KEPT } from "@/lib/backups/backup";
import type { Placed } from "@/lib/lists/newest-first";
import { exactly, type Found, type Line, type Source } from "@/lib/ledger/source";
import { dayInWords } from "@/lib/ledger/words";

type Row = Placed & { id: string; kind: "full" | "increment"; state: "whole" | "dropped" };

/** Backups that hold the account's data: those that were made since it exists. They belong to the whole installation. */
export const backups: Source = {
  kind: "backup",
  ofPeople: null,
  async read(db, { accountId, before, from, to, who, limit }): Promise<Found> {
    if (who !== undefined) return { lines: [], reached: null };
    const { rows } = await db.$client.query<Row>({
      name: "ledger_backups",
      text: `select id, ended_at as at, ${exactly("ended_at")} as exact, kind, state from backups
        where ended_at >= (select created_at from accounts where id = $1) and state in ('whole', 'dropped')
          and ended_at >= $2 and ended_at < $3 and ended_at <= $4 and (ended_at, id) < ($4, $5)
        order by ended_at desc, id desc limit $6`,
      values: [
        ...[accountId, from ?? new Date(0), to ?? FAR],
        ...[before?.at ?? FAR, before?.id ?? accountId, limit],
      ],
    });
    const last = rows.at(-1);
    return {
      lines: rows.map(lineOf),
      reached: last && rows.length === limit ? { at: last.exact, id: last.id } : null,
    };
  },
};

const FAR = "9999-12-31";

function lineOf({ id, at, exact, kind, state }: Row): Line {
  const kept =
    state === "dropped"
      ? "it is gone since"
      : `it is gone by ${dayInWords(new Date(at.getTime() + LONGEST_KEPT))}`;
  return {
    ...{ id, kind: "backup", at: at.toISOString(), exact, day: false, count: 1 },
    who: { kind: "system", id: null, name: "Castellan" },
    sentence: `${kind === "full" ? "A full backup" : "The day’s changes"} went into the encrypted backup; ${kept}`,
    what: ["Everything the account holds, encrypted"],
    reason: null,
    opens: null,
  };
}
