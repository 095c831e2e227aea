import { describe, expect, test } from "vitest";

import { failures } from "@/lib/gate/failure";

import { hashingQueue } from "./hashing-queue";

/** Jobs that end when told to. */
function jobs() {
  const started: number[] = [];
  const ends = new Map<number, (fails?: Error) => void>();
  const job = (id: number) => () =>
    new Promise<number>((resolve, reject) => {
      started.push(id);
      ends.set(id, (fails) => (fails ? reject(fails) : resolve(id)));
    });
  const end = async (id: number, fails?: Error) => {
    ends.get(id)?.(fails);
    await new Promise(setImmediate);
  };
  return { started, job, end };
}

describe("the hashing queue", () => {
  test("[V15.2.2] runs two at once, the others in the order they came", async () => {
    const queue = hashingQueue({ atOnce: 2, waiting: 32 });
    const { started, job, end } = jobs();
    const all = [1, 2, 3, 4, 5].map((id) => queue.run(job(id)));
    await new Promise(setImmediate);
    expect(started).toEqual([1, 2]);

    await end(2);
    expect(started).toEqual([1, 2, 3]);
    await end(1);
    await end(3);
    expect(started).toEqual([1, 2, 3, 4, 5]);
    await end(4);
    await end(5);
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5]);
  });

  test("[V15.2.2] when 32 wait, the next one is told to come back in two seconds", async () => {
    const queue = hashingQueue({ atOnce: 2, waiting: 32 });
    const { started, job, end } = jobs();
    const all = Array.from({ length: 34 }, (_, id) => queue.run(job(id)));
    await expect(queue.run(job(99))).rejects.toMatchObject({
      code: "busy",
      extra: { retryAfter: 2 },
    });
    expect(failures.busy.status).toBe(503);

    await end(0);
    all.push(queue.run(job(34)));
    for (let id = 1; id <= 34; id++) await end(id);
    await Promise.all(all);
    expect(started).toEqual(Array.from({ length: 35 }, (_, id) => id));
  });

  test("a job that fails gives its place to the next", async () => {
    const queue = hashingQueue({ atOnce: 1, waiting: 1 });
    const { started, job, end } = jobs();
    const first = queue.run(job(1)).catch((error: Error) => error.message);
    const second = queue.run(job(2));
    await new Promise(setImmediate);
    await end(1, new Error("broken"));
    expect(await first).toBe("broken");
    expect(started).toEqual([1, 2]);
    await end(2);
    expect(await second).toBe(2);
    const third = queue.run(job(3));
    await new Promise(setImmediate);
    await end(3);
    expect(await third).toBe(3);
  });
});
