import { Failure } from "@/lib/gate/failure";

/** Runs jobs in the order they came, so many at once; refuses when too many wait. */
export type HashingQueue = {
  run<T>(job: () => Promise<T>): Promise<T>;
  load(): { running: number; waiting: number };
};

/**
 * Hashing is the dearest thing a stranger can ask for. Bounding it keeps the rest of the machine answering, and a short
 * queue answers "try again" instead of letting people wait for minutes.
 * @throws Failure `busy` from `run`, with the seconds after which a retry makes sense
 */
export function hashingQueue(limits: { atOnce: number; waiting: number }): HashingQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  return {
    load: () => ({ running, waiting: waiting.length }),
    async run(job) {
      if (running < limits.atOnce) running++;
      else if (waiting.length < limits.waiting)
        await new Promise<void>((turn) => waiting.push(turn));
      else throw new Failure("busy", { retryAfter: 2 });
      try {
        return await job();
      } finally {
        // A finished job hands its place to the next one, so that a newcomer cannot slip in between.
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
