import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** Hash `input` at this cost, or compare it with this hash. */
type Work = { input: string; cost: number } | { input: string; hash: string };
type Done = { value: string | boolean } | { error: string };

export type HashingThreads = {
  hash(input: string, cost: number): Promise<string>;
  compare(input: string, hash: string): Promise<boolean>;
};

/**
 * What a thread runs. Text and not a file, because the same code must start from source, from our bundles and from
 * Next's. On Linux the priority is the calling thread's own; elsewhere it would be the whole process's, so it is left.
 */
const script = `
const { parentPort, workerData } = require("node:worker_threads");
if (process.platform === "linux") require("node:os").setPriority(10);
const bcrypt = require(workerData);
parentPort.on("message", ({ input, cost, hash }) => {
  try {
    parentPort.postMessage({ value: hash ? bcrypt.compareSync(input, hash) : bcrypt.hashSync(input, cost) });
  } catch (error) {
    parentPort.postMessage({ error: error.message });
  }
});
`;

type Thread = { worker: Worker; settle: (done: Done) => void };

/**
 * bcrypt on threads of its own with low priority: files, names and compression do not wait behind it in Node's pool,
 * and answers and database queries come before it. Threads start when first needed and do not keep the process alive.
 */
export function hashingThreads(): HashingThreads {
  const idle: Thread[] = [];

  async function perform(work: Work) {
    const thread = idle.pop() ?? start(idle);
    const done = await answer(thread, work);
    if ("error" in done) throw new Error(done.error);
    return done.value;
  }

  return {
    hash: async (input, cost) => String(await perform({ input, cost })),
    compare: async (input, hash) => (await perform({ input, hash })) === true,
  };
}

/** A thread that dies fails the work it had and is not used again; the next work starts another one. */
function start(idle: Thread[]): Thread {
  const worker = new Worker(script, {
    eval: true,
    workerData: createRequire(join(process.cwd(), "package.json")).resolve("bcrypt"),
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  const thread: Thread = { worker, settle: () => {} };
  const stopped = (error: string) => {
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    thread.settle({ error });
  };
  worker.on("message", (done: Done) => {
    idle.push(thread);
    thread.settle(done);
  });
  worker.on("error", (error) => stopped(error.message));
  worker.on("exit", (code) => stopped(`A hashing thread stopped with code ${code}.`));
  return thread;
}

function answer(thread: Thread, work: Work): Promise<Done> {
  thread.worker.ref();
  return new Promise<Done>((resolve) => {
    thread.settle = resolve;
    thread.worker.postMessage(work);
  }).finally(() => thread.worker.unref());
}
