import type { ClientBase, Pool } from "pg";

import { day } from "@/lib/clock";
import { readEnv } from "@/lib/env";
import type { Known } from "./alarms";
import { disksOf } from "./room";

/** Reads what the database remembers of backups, drills and the state the worker last saw. */
export async function readKnown(on: ClientBase | Pool): Promise<Known> {
  const { rows } = await on.query<{ known: Stored }>(`
    select json_build_object(
      'whole', (select coalesce(json_agg(json_build_object('label', label, 'kind', kind, 'endedAt', ended_at) order by ended_at desc), '[]')
        from backups where state = 'whole'),
      'first', (select min(started_at) from backups),
      'failedAt', (select max(ended_at) from backups where state = 'failed'
        and ended_at > coalesce((select max(ended_at) from backups where state <> 'failed'), '-infinity')),
      'drill', (select json_build_object('at', at, 'outcome', outcome) from drills order by at desc limit 1),
      'passedAt', (select max(at) from drills where outcome = 'passed'),
      'state', (select json_build_object('checkedAt', checked_at, 'waiting', waiting, 'gap', gap, 'keyHere', key_here,
        'sealed', sealed, 'journalWhole', journal_whole) from backup_state),
      'keys', (select json_build_object('sets', key_sets, 'newest', keys_copied_at, 'oldest', oldest_keys, 'waiting', keys_waiting)
        from backup_state where key_sets is not null)
    ) as known`);
  return { ...timesOf(rows[0]!.known), disks: disksOf(readEnv(process.env)) };
}

/** As JSON has it: times are text. */
type Stored = {
  whole: { label: string; kind: "full" | "increment"; endedAt: string }[];
  first: string | null;
  failedAt: string | null;
  drill: { at: string; outcome: "passed" | "failed" } | null;
  passedAt: string | null;
  state: (Omit<NonNullable<Known["state"]>, "checkedAt"> & { checkedAt: string }) | null;
  keys: { sets: number; newest: string | null; oldest: string | null; waiting: number } | null;
};

const time = (text: string | null) => (text === null ? null : new Date(text));

const timesOf = ({
  whole,
  first,
  failedAt,
  drill,
  passedAt,
  state,
  keys,
}: Stored): Omit<Known, "disks"> => ({
  whole: whole.map((one) => ({ ...one, endedAt: new Date(one.endedAt) })),
  first: time(first),
  failedAt: time(failedAt),
  drill: drill && { ...drill, at: new Date(drill.at) },
  passedAt: time(passedAt),
  state: state && { ...state, checkedAt: new Date(state.checkedAt) },
  keys: keys && {
    ...keys,
    newest: time(keys.newest),
    oldest: time(keys.oldest),
    keptFor: readEnv(process.env).keyRetentionDays * day,
  },
});
