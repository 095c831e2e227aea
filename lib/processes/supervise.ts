import { fork, type ChildProcess } from "node:child_process";
import { StartError } from "@/lib/env";
import type { Report } from "./child";

export type Kept = {
  /** settles when the first start is done; fails with a StartError when it was in vain */
  ready: Promise<void>;
  /** lets the process finish what it has begun, then ends it */
  stop(): Promise<void>;
};

const longestDrain = 30_000;
const mostFalls = 8;

/**
 * Keeps one of our processes running: one that ends after a good start is started again, with growing pauses, until it
 * has ended too often.
 *
 * @param name as people read it
 * @param lost told the sentence when it is given up
 */
export function keepRunning(
  name: string,
  module: URL,
  environment: NodeJS.ProcessEnv,
  lost: (sentence: string) => void,
): Kept {
  let child: ChildProcess;
  let stopping = false;
  let wasReady = false;
  let falls = 0;

  const begin = (isReady?: () => void, isVain?: (error: StartError) => void) => {
    const startedAt = Date.now();
    child = fork(module, {
      env: { ...environment, CASTELLAN_PROCESS: name },
      execArgv: ["--enable-source-maps"],
    });
    child.on("message", (report: Report) => {
      if ("failed" in report) return isVain?.(new StartError(report.failed));
      wasReady = true;
      isReady?.();
    });
    child.once("exit", (code, signal) => {
      const how = signal ?? `code ${code}`;
      if (stopping) return;
      if (!wasReady)
        return isVain?.(
          new StartError(`The ${name} ended while it started (${how}): the lines above say why.`),
        );
      falls = Date.now() - startedAt > 60_000 ? 1 : falls + 1;
      if (falls > mostFalls)
        return lost(`The ${name} ended ${falls} times in a row (${how}): the lines above say why.`);
      console.error(`The ${name} ended unexpectedly (${how}) and is started again.`);
      setTimeout(() => stopping || begin(), 100 * 2 ** (falls - 1));
    });
  };

  return {
    ready: new Promise(begin),
    async stop() {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), longestDrain);
      await gone;
      clearTimeout(patience);
    },
  };
}
