import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import { shared } from "@/lib/runtime";

/**
 * What this process counts, for Prometheus. Labels are names of ours (operations, tasks, classes, outcomes), never of
 * people or accounts, so their number stays what it is.
 */
export const metrics = () => shared("metrics", makeMetrics);

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `castellan_${name}`, help, labelNames, registers });
  return {
    registry,
    requests: new Histogram({
      name: "castellan_request_duration_seconds",
      help: "Answers of the API by operation and class of status; pages are the operation `page`",
      labelNames: ["operation", "class"],
      registers,
      buckets,
    }),
    signIns: counter("sign_ins_total", "Tries to sign in, by the code they ended with", [
      "outcome",
    ]),
    limited: counter("rate_limited_total", "Calls refused past a limit", ["limit"]),
    shed: counter("shed_total", "Requests turned away because there was too much to do", ["class"]),
    jobs: new Histogram({
      name: "castellan_job_duration_seconds",
      help: "Jobs by task, and whether they were done or failed",
      labelNames: ["task", "outcome"],
      registers,
      buckets: [0.02, 0.1, 0.5, 1, 5, 15, 60],
    }),
    attempts: counter("webhook_attempts_total", "Attempts to deliver a webhook", ["outcome"]),
    blocked: counter("egress_blocked_total", "What was kept from leaving, by why", ["reason"]),
  };
}

/** Adds what every process of Node.js has: memory, processor time, the lag of the event loop. */
export function observeProcess(): void {
  collectDefaultMetrics({ register: metrics().registry });
}

/** Adds a figure that is looked up whenever somebody asks. */
export function gauge(
  name: string,
  help: string,
  read: () => number | null | Record<string, number>,
): void {
  new Gauge({
    name: `castellan_${name}`,
    help,
    labelNames: ["state"],
    registers: [metrics().registry],
    collect() {
      const value = read();
      this.reset();
      if (typeof value === "number") this.set(value);
      else for (const [state, one] of Object.entries(value ?? {})) this.set({ state }, one);
    },
  });
}
