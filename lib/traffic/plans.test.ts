import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { plansOf } from "@/lib/db/plans";
import { testInstallation } from "@/lib/db/testing";
import { readCalls } from "./read-calls";
import { CallFilter } from "./traffic";

const DAYS = 3;
const CALLS = 60_000;
const actors = Array.from({ length: 3 }, () => randomUUID());
const keys = Array.from({ length: 2 }, () => randomUUID());

const { owner } = testInstallation();
const cast = testCast();

/** Days of calls by three people with two keys, one after the other, as they come in. */
beforeAll(async () => {
  await owner(
    "select castellan.make_days('api_calls', (now() - $1 * interval '1 day')::date, now()::date)",
    [DAYS],
  );
  await owner(
    `insert into api_calls (account_id, at, request_id, actor_kind, actor_id, key_id, source, method, route, status, duration, bytes_in, bytes_out)
      select $1, now() - n * interval '1 day' * $2 / $3, gen_random_uuid(), 'user', ($4::uuid[])[1 + n % 3], ($5::uuid[])[1 + n % 2],
        'api', 'GET', '/users', 200, 1000, 0, 2000
      from generate_series(1, $3) as n`,
    [cast.people.accountId, DAYS, CALLS, actors, keys],
  );
  await owner("analyze api_calls");
}, 60_000);

test.each<[string, object]>([
  ["the newest", {}],
  ["of one key", { key: keys[1] }],
  ["of one person", { actor: actors[2] }],
  [
    "of one person since yesterday",
    { actor: actors[2], from: new Date(Date.now() - 86_400_000).toISOString() },
  ],
])(
  "a page of calls, %s, is read off an index: no table whole, nothing sorted",
  async (_, filter) => {
    const { accountId } = cast.people;
    const asked = CallFilter.parse({ limit: 50, ...filter });
    const plans = await plansOf(accountId, "api_calls", (db) => readCalls(db, accountId, asked));
    expect(plans).toHaveLength(2);
    for (const { sequential, sorted, touched } of plans) {
      expect({ sequential, sorted }).toEqual({ sequential: [], sorted: 0 });
      expect(touched).toBeLessThanOrEqual(51 * (DAYS + 1));
    }
  },
);
