import { day as aDay } from "@/lib/clock";
import { NOBODY } from "@/lib/db/schema/traffic";
import { type DaySum, readDays } from "@/lib/ledger/daily";
import type { Source } from "@/lib/ledger/source";
import { trafficDays } from "@/lib/ledger/traffic-days";
import { times } from "@/lib/ledger/words";
import { mayAsk } from "@/lib/policy/policy";
import { keyNames } from "@/lib/traffic/names";

/** What programs read with API keys: a line for each day, key and noun. The calls themselves stand under Developers. */
export const keyReads: Source = {
  kind: "key_read",
  ofPeople: null,
  read: (db, asked) =>
    readDays(
      asked,
      (span) =>
        trafficDays(db, asked.accountId, "call", span, (row) =>
          row.subject_id !== NOBODY && row.operation in mayAsk
            ? {
                subject: row.subject_id,
                part: row.operation.split(".")[0]!,
                count: row.calls - row.refused - row.failed - row.limited,
              }
            : null,
        ),
      async (sums) => {
        const ids = sums.map(({ subject }) => subject);
        const names = await keyNames(db, asked.accountId, ids);
        return sums.map((sum) => lineOf(sum, names.get(sum.subject) ?? null));
      },
    ),
};

function lineOf({ day, subject: key, part, count }: DaySum, name: string | null) {
  const who = name ? `Key ${name}` : "A key";
  const noun = nouns[part] ?? part;
  return {
    kind: "key_read" as const,
    who: { kind: "key" as const, id: key, name: who },
    count,
    sentence: `${who} read ${noun} ${times(count)}`,
    what: [noun],
    reason: null,
    opens: `/developers/requests?key=${key}&from=${day}T00:00:00Z&to=${dayAfter(day)}T00:00:00Z`,
  };
}

const dayAfter = (day: string) => new Date(Date.parse(day) + aDay).toISOString().slice(0, 10);

const nouns: Record<string, string> = {
  user: "users",
  account: "the account",
  activity: "the activity",
  api_key: "the list of keys",
  webhook: "webhooks and deliveries",
  traffic: "the log of API calls",
  ledger: "this ledger",
};
