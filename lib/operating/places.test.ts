import { setImmediate as turn } from "node:timers/promises";

import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";

import { LONGEST_STAY, LONGEST_WAIT, Places } from "./places";

afterEach(() => {
  vi.useRealTimers();
});

const nobody = new AbortController().signal;
const limits = { atOnce: 2, waiting: 3 };

type Client = { hangUp: () => void; finish: () => void; fail: () => void; leave: () => void };

/** A client whose work ends only when it is told to. */
function arrive(places: Places): Client & { settled: Promise<unknown> } {
  const gone = new AbortController();
  let given: (() => void) | undefined;
  let finish = () => {};
  let fail = () => {};
  const work = new Promise<string>((done, failed) => {
    finish = () => done("done");
    fail = () => failed(new Error("failed"));
  });
  work.catch(() => {});
  const settled = places
    .run(gone.signal, (leave) => {
      given = leave;
      return work;
    })
    .catch(() => "failed");
  return { hangUp: () => gone.abort(), finish, fail, leave: () => given?.(), settled };
}

test("any mix of arrivals, ends, failures and hang-ups at any moment leaves all places free", async () => {
  const step = fc.record({
    what: fc.constantFrom("arrive", "hangUp", "finish", "fail", "leave", "turn"),
    who: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const places = new Places(limits);
      const clients: ReturnType<typeof arrive>[] = [];
      for (const { what, who } of steps) {
        if (what === "arrive") clients.push(arrive(places));
        else if (what === "turn") await turn();
        else clients[who % clients.length]?.[what]();
        const { inside, waiting } = places.load();
        expect(inside).toBeLessThanOrEqual(limits.atOnce);
        expect(waiting).toBeLessThanOrEqual(limits.waiting);
      }
      for (const { finish } of clients) finish();
      await Promise.all(clients.map(({ settled }) => settled));
      expect(places.load()).toEqual({ inside: 0, waiting: 0, oldestInside: 0, oldestWaiting: 0 });
      const again = Array.from({ length: limits.atOnce }, () => places.run(nobody, () => "in"));
      expect(await Promise.all(again)).toEqual([{ value: "in" }, { value: "in" }]);
    }),
    { numRuns: 300 },
  );
});

test("work of a client that hung up while waiting is never begun", async () => {
  const places = new Places({ atOnce: 1, waiting: 1 });
  const first = arrive(places);
  const gone = new AbortController();
  const work = vi.fn<() => void>();
  const second = places.run(gone.signal, work);
  gone.abort();
  expect(await second).toEqual({ refused: "gone" });
  expect(places.load()).toMatchObject({ inside: 1, waiting: 0 });
  first.finish();
  await first.settled;
  expect(work).not.toHaveBeenCalled();
});

test("nobody waits for ever, and work that never ends loses its place", async () => {
  vi.useFakeTimers();
  const overstayed = vi.fn<() => void>();
  const places = new Places({ atOnce: 1, waiting: 1 }, overstayed);
  const stuck = arrive(places);
  const waiting = arrive(places);
  await vi.advanceTimersByTimeAsync(LONGEST_WAIT);
  expect(await waiting.settled).toEqual({ refused: "full" });
  expect(places.load().oldestInside).toBeGreaterThanOrEqual(LONGEST_WAIT / 1_000 - 1);
  await vi.advanceTimersByTimeAsync(LONGEST_STAY);
  expect(overstayed).toHaveBeenCalledOnce();
  expect(await places.run(nobody, () => "in")).toEqual({ value: "in" });
  stuck.finish();
  await stuck.settled;
  expect(places.load().inside).toBe(0);
});
