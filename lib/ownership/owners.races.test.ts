import type { ChildProcess } from "node:child_process";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { acme, type Character } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageSession } from "@/lib/cast/stage";
import { testInstallation } from "@/lib/db/testing";
import { killed, nextMessage, startProcess } from "@/lib/processes/testing";
import type { Move } from "./racer";

const ROUNDS = Number(process.env.CASTELLAN_RACE_ROUNDS ?? 500);

const { owner } = testInstallation();

type Racing = { accountId: string; owners: (OnStage & { token: string })[] };
type Racer = ChildProcess & { said: () => string };
const racing: Racing[] = [];
const racers: Racer[] = [];

beforeAll(async () => {
  const third = { ...acme.Adam, role: "owner" as const };
  const stages: Record<string, Character>[] = [
    { Olga: acme.Olga, Otto: acme.Otto },
    { Olga: acme.Olga, Otto: acme.Otto },
    { Olga: acme.Olga, Otto: acme.Otto, Adam: third },
  ];
  for (const people of stages) {
    const { accountId, ...staged } = await stageAccount("Acme", people);
    const owners = [];
    for (const one of Object.values(staged)) {
      owners.push({ ...one, token: await stageSession(one) });
    }
    racing.push({ accountId, owners });
  }
  for (let n = 0; n < 2; n++) {
    const racer = await startProcess(new URL("./racer.ts", import.meta.url), {
      CASTELLAN_POOL_SIZE: "6",
    });
    await nextMessage(racer);
    racers.push(racer);
  }
});
afterAll(() => Promise.all(racers.map(killed)));

/** Accounts whose owners are fewer than one, or are not as many as the counter says. */
const violations = () =>
  owner<{ id: string; counter: number; owners: number }>(
    `select a.id, a.active_owner_count as counter, count(u.id)::int as owners
     from accounts a left join users u
       on u.account_id = a.id and u.role = 'owner' and u.status = 'active'
     where a.state = 'active'
     group by a.id, a.active_owner_count
     having count(u.id) < 1 or count(u.id) <> a.active_owner_count`,
  );

/** Everyone owns and is signed in again. */
async function again(): Promise<void> {
  await owner(
    `update users set role = 'owner', status = 'active', paused_at = null, paused_until = null,
       deleted_at = null, status_before = null, version = version + 1
     where role <> 'owner' or status <> 'active'`,
  );
  await owner(
    "update sessions set ended_at = null, seen_at = now() where ended_at is not null or seen_at < now() - interval '1 minute'",
  );
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;
const isolations = ["read committed", "repeatable read", "serializable"] as const;
const statements = [
  "role = 'administrator'",
  "status = 'paused', paused_at = now()",
  "status = 'deleted', deleted_at = now(), status_before = 'active'",
] as const;
/** What the losers may be told, by the gate and by the database. */
const conflicts = ["last_owner", "changed_meanwhile", "23514", "40001", "40P01"];
/** Whoever is an owner no more when their turn comes has no say over another owner. */
const outOfTurn = ["forbidden", "unauthenticated"];

describe("[P16] owners of one account against each other, from two processes", () => {
  test(
    `[V2.3.4] [V15.4.2] ${ROUNDS} rounds: an owner remains after each, and only as many win as may`,
    { timeout: 3_600_000 },
    async () => {
      const tally: Record<string, number> = {};
      for (let round = 0; round < ROUNDS; round++) {
        const plans = racing.map((account) => ({ account, ...plan(account) }));
        const sent = plans.map(() => [] as { racer: number; at: number }[]);
        const orders: Move[][] = [[], []];
        plans.forEach(({ moves }, which) => {
          moves.forEach((move, n) => {
            const racer = (n + round) % 2;
            sent[which]!.push({ racer, at: orders[racer]!.push(move) - 1 });
          });
        });
        const results = await Promise.all(
          racers.map(async (racer, n) => {
            const answer = nextMessage<string[]>(racer);
            racer.send(orders[n]!);
            return answer;
          }),
        );

        expect(await violations(), `round ${round}`).toEqual([]);
        plans.forEach(({ account, toOneself }, which) => {
          const told = sent[which]!.map(({ racer, at }) => results[racer]![at]!);
          for (const one of told) tally[one] = (tally[one] ?? 0) + 1;
          const wins = told.filter((one) => one === "ok").length;
          const lost = told.filter((one) => one !== "ok");
          const allowed = toOneself ? conflicts : [...conflicts, ...outOfTurn];
          expect(
            lost.filter((one) => !allowed.includes(one)),
            `round ${round}: ${told.join()}`,
          ).toEqual([]);
          expect(wins, `round ${round}: ${told.join()}`).toBeGreaterThanOrEqual(1);
          expect(wins, `round ${round}: ${told.join()}`).toBeLessThan(account.owners.length);
        });
        await again();
      }
      console.info(`races: ${JSON.stringify(tally)}`);
      expect(tally.last_owner).toBeGreaterThan(0);
      expect(tally["23514"]).toBeGreaterThan(0);
    },
  );

  /** Each owner goes themselves, or each is removed by the next: as many tries as owners. */
  function plan({ accountId, owners }: Racing): { moves: Move[]; toOneself: boolean } {
    const toOneself = Math.random() < 0.5;
    const moves = owners.map((one, n): Move => {
      const whom = toOneself ? one : owners[(n + 1) % owners.length]!;
      return {
        how: pick(
          toOneself
            ? (["release", "leave", "raw"] as const)
            : (["release", "pause", "delete", "raw"] as const),
        ),
        token: one.token,
        accountId,
        userId: whom.userId,
        statement: pick(statements),
        isolation: pick(isolations),
      };
    });
    return { moves, toOneself };
  }
});

describe("the look for violations", () => {
  test("finds an account without an owner, and a counter that is wrong", async () => {
    const [first, second] = racing as [Racing, Racing];
    expect(await violations()).toEqual([]);
    await owner("alter table accounts drop constraint accounts_an_owner_remains");
    await owner("update users set role = 'administrator' where account_id = $1", [first.accountId]);
    await owner("update accounts set active_owner_count = 7 where id = $1", [second.accountId]);
    expect((await violations()).toSorted((a, b) => a.counter - b.counter)).toEqual([
      { id: first.accountId, counter: 0, owners: 0 },
      { id: second.accountId, counter: 7, owners: 2 },
    ]);
  });
});
