import { day } from "@/lib/clock";
import { NOBODY } from "@/lib/db/schema/traffic";
import { mayAsk } from "@/lib/policy/policy";
import { keyNames } from "@/lib/traffic/names";
import { type DayGroup, readDays } from "@/lib/ledger/daily";
import type { Source } from "@/lib/ledger/source";
import { times } from "@/lib/ledger/words";

/** What programs read with API keys: a line for each day, key and noun. The calls themselves stand under Developers. */
export const keyReads: Source = {
  kind: "key_read",
  ofPeople: false,
  read: (db, asked) =>
    readDays(db, asked, {
      kind: "call",
      partOf: ({ operation, subject_id: key }) =>
        key !== NOBODY && operation in mayAsk ? operation.split(".")[0]! : null,
      countOf: ({ calls, refused, failed, limited }) => calls - refused - failed - limited,
      async linesOf(groups) {
        const ids = [...new Set(groups.map(({ subject }) => subject))];
        const names = await keyNames(db, asked.accountId, ids);
        return groups.map((group) => lineOf(group, names.get(group.subject) ?? null));
      },
    }),
};

function lineOf({ day: on, subject: key, part, count }: DayGroup, name: string | null) {
  const who = name ? `Key ${name}` : "A key";
  const noun = nouns[part] ?? part;
  return {
    kind: "key_read" as const,
    who: { kind: "key" as const, id: key, name: who },
    count,
    sentence: `${who} read ${noun} ${times(count)}`,
    what: [noun],
    reason: null,
    opens: `/developers/requests?key=${key}&from=${on}T00:00:00Z&to=${dayAfter(on)}T00:00:00Z`,
  };
}

const dayAfter = (of: string) => new Date(Date.parse(of) + day).toISOString().slice(0, 10);

const nouns: Record<string, string> = {
  user: "users",
  account: "the account",
  activity: "the activity",
  api_key: "the list of keys",
  webhook: "webhooks and deliveries",
  traffic: "the log of API calls",
  ledger: "this ledger",
};
