import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import {
  Logger,
  parseCronItems,
  run,
  type Runner,
  type RunnerOptions,
  type Task,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import pg from "pg";

import { remindOfKey } from "@/lib/api-keys/remind-of-key";
import { second } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { dropOldPartitions, makePartitions } from "@/lib/db/partitions";
import { call } from "@/lib/db/scope";
import { makeExport } from "@/lib/exports/make-export";
import type { Whose } from "@/lib/exports/rows";
import { sweepExports } from "@/lib/exports/sweep-exports";
import { jobClaim, newRequestId } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { inRequest, log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { sendLetter } from "@/lib/mail/send-letter";
import { tellOfChange } from "@/lib/notices/tell-of-change";
import { answerResetRequest } from "@/lib/passwords/answer-reset-request";
import { erasePerson } from "@/lib/people/erase-person";
import { isIn } from "@/lib/people/places";
import { findPerson, placesOf } from "@/lib/people/rows";
import { followRequests } from "@/lib/privacy/follow-requests";
import { keepLeaving } from "@/lib/purge/keep-leaving";
import { refuseSession } from "@/lib/sessions/refuse-session";
import { closeAccess } from "@/lib/support/close-access";
import { openReview } from "@/lib/support/open-review";
import { tellOwners } from "@/lib/support/tell-owners";
import { inTrace, traced } from "@/lib/traces";
import { removeUser } from "@/lib/users/remove-user";
import { resumeUser } from "@/lib/users/resume-user";
import { destroyOrdered } from "@/lib/vault/destroy-ordered";
import type { Owner } from "@/lib/vault/stored-keys";
import type { Endpoint } from "@/lib/webhooks/deliver/begin";
import { deliverDue } from "@/lib/webhooks/deliver/deliver-due";
import { fanOut } from "@/lib/webhooks/deliver/fan-out";
import { tidyMessages, wakeOverdue } from "@/lib/webhooks/deliver/overdue";
import { takeOver, vouchFor } from "./alive";
import { type Erasure, openSealed } from "./enqueue";

/** Work in the background. Each job makes a claim and goes through the gate, like everyone else. */
const jobs = (owner: pg.Pool): TaskList => ({
  send_letter: (payload, { job }) =>
    sendLetter((payload as { letterId: string }).letterId, job.attempts >= job.max_attempts),

  reset_requested: async (payload) => {
    const { email, request } = await inTransaction((db) =>
      openSealed(db, "reset_requested", payload),
    );
    insist(await execute(answerResetRequest, jobClaim(null, request), { email }));
  },

  sign_in_failed: async (payload) => {
    const { request, places } = await inTransaction(async (db) => {
      const { email, request } = await openSealed(db, "sign_in_failed", payload);
      const person = await findPerson(db, email);
      return { request, places: person ? (await placesOf(db, person.id)).filter(isIn) : [] };
    });
    for (const { account_id: accountId, user_id: userId } of places) {
      insist(await execute(refuseSession, jobClaim(accountId, request), { userId }));
    }
  },

  /** Keys that are apart from the data, whose owner is gone. */
  destroy_keys: (payload) => destroyOrdered((payload as { owner: Owner }).owner),
  make_export: (payload, { job }) =>
    makeExport(payload as { exportId: string } & Whose, job.attempts >= TRIES_OF_AN_EXPORT),

  /** Every hour, and when one is withdrawn: archives that nobody may have any more. */
  sweep_exports: () => sweepExports(),

  /** Every minute: pauses that have ended, and users whose days in the bin are over. */
  due_users: async () => {
    const due = await inTransaction((db) =>
      call<{ account_id: string; user_id: string; due: string }>(db, "due_users"),
    );
    for (const { account_id: accountId, user_id: userId, due: what } of due) {
      const verb = what === "resume" ? resumeUser : removeUser;
      const outcome = await execute(verb as typeof resumeUser, jobClaim(accountId), { userId });
      if (!outcome.ok)
        log.warn(
          { code: outcome.code, requestId: outcome.requestId },
          "a due user was left as they are",
        );
    }
  },

  /** Every hour: keys that stop working within a week. */
  due_keys: async () => {
    const due = await inTransaction((db) =>
      call<{ account_id: string; key_id: string }>(db, "due_keys"),
    );
    for (const { account_id: accountId, key_id: keyId } of due) {
      const outcome = await execute(remindOfKey, jobClaim(accountId), { keyId });
      if (!outcome.ok)
        log.warn(
          { code: outcome.code, requestId: outcome.requestId },
          "nobody was reminded of a key",
        );
    }
  },

  /** Letters to the owners of an account about support access. */
  tell_of_support: async (payload) => {
    const { accountId, grantId, what } = payload as SupportJob;
    insist(await execute(tellOwners, jobClaim(accountId), { grantId, what }));
  },

  /** When the time of a support access is over, which ends without it. */
  close_support: async (payload) => {
    const { accountId, grantId } = payload as SupportJob;
    insist(await execute(closeAccess, jobClaim(accountId), { grantId }));
  },
  /** Every hour: requests to be erased that nobody has answered. */
  due_erasure_requests: followRequests,

  /** One of all accounts, whose owners are told of something that concerns them all. */
  tell_of_change: async (payload) => {
    const { accountId, about, id } = payload as { accountId: string; about: string; id: string };
    const outcome = await execute(tellOfChange, jobClaim(accountId), { about, id });
    // An account may have gone meanwhile.
    if (!outcome.ok && outcome.code !== "not_found") insist(outcome);
  },

  /** Every day: the review of the quarter before, at its beginning, and what has come since. */
  support_reviews: async () => {
    insist(await execute(openReview, jobClaim(null), {}));
  },

  /** Every minute: what a worker had begun that is gone since. */
  take_over: () => takeOver(owner),

  /** Every minute: accounts that are closed, and what is left of them in backups. */
  leaving: () => keepLeaving(owner),

  /** A person who asked for it and may go at once. */
  erase_person: async (payload) => {
    insist(await execute(erasePerson, jobClaim(null), erasureIn(payload)));
  },

  /** Every minute: webhooks that the queue should have brought long ago. */
  overdue_webhooks: () => inTransaction(wakeOverdue),

  tidy: async () => {
    await inTransaction((db) => call(db, "tidy"));
    await tidyMessages();
    await makePartitions(owner);
    await dropOldPartitions(owner);
  },
});

type SupportJob = { accountId: string; grantId: string; what?: string };

/** What goes to the outside has workers of its own, so that no receiver delays a letter. */
const webhookJobs: TaskList = {
  fan_out: (payload) => fanOut((payload as { accountId: string }).accountId),
  deliver: async (payload, { abortSignal }) => {
    await deliverDue(payload as Endpoint, { stop: abortSignal });
  },
};

/** What caused a job: a request, and its trace where one is kept. */
type Cause = { requestId?: string; trace?: string | null };

/** Each job is done on behalf of the request that caused it, and says how it ended; one that nobody caused has an id of its own. */
const followed = (tasks: TaskList): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([name, task]): [string, Task] => [
      name,
      (payload, helpers) => {
        const { requestId = newRequestId(), trace } = (payload ?? {}) as Cause;
        const work = async () => {
          const startedAt = performance.now();
          let outcome = "failed";
          try {
            const done = await task!(payload, helpers);
            outcome = "done";
            return done;
          } catch (error) {
            log.warn({ err: error, task: name, attempt: helpers.job.attempts }, "a job failed");
            throw error;
          } finally {
            const took = performance.now() - startedAt;
            metrics().jobs.observe({ task: name, outcome }, took / 1_000);
            log.info({ task: name, outcome, duration: Math.round(took * 1_000) }, "job");
          }
        };
        return inRequest(requestId, () =>
          inTrace(trace ?? undefined, () =>
            traced(`job ${name}`, { "castellan.request_id": requestId }, work),
          ),
        );
      },
    ]),
  );

/** After that the one who asked is told; they wait for it. */
const TRIES_OF_AN_EXPORT = 3;
/** What the queue adds to a payload is no part of the order. */
function erasureIn(payload: unknown): object {
  const { personId, requestedAt, letter } = payload as Erasure;
  return { personId, requestedAt, letter };
}

function insist(outcome: { ok: boolean; code?: string }): void {
  if (!outcome.ok) throw new Error(`the job was refused: ${outcome.code}`);
}

/** How many jobs each queue does at once; each may need a connection of the owner's. */
const LETTERS_AT_ONCE = 4;
const WEBHOOKS_AT_ONCE = 16;

/**
 * Starts the background work on the queue in the owner's database, and goes on with what a dead worker had begun.
 *
 * @param ownerUrl URL of the login that owns the queue's tables; account data is worked on with the restricted one
 */
export async function startWorker(ownerUrl: string): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: LETTERS_AT_ONCE + WEBHOOKS_AT_ONCE,
    application_name: "castellan worker",
  });
  pool.on("error", (error) => log.warn({ err: error }, "the worker lost a database connection"));
  pool.on("connect", (client) => client.on("error", () => {}));
  const alive = vouchFor(ownerUrl);
  let stopping = false;
  await alive.ready;
  // Before our own workers begin anything: what they have just begun must not be taken for a dead one's.
  await takeOver(pool);
  const queues = [await keepRunning(letters), await keepRunning(webhooks)];

  /** Runs a queue, and again when it stops by itself. */
  async function keepRunning(queue: Queue): Promise<{ stop(): Promise<void> }> {
    let runner = await runQueue(pool, alive, queue);
    const goOn = async () => {
      while (!stopping) {
        try {
          await runner.promise;
        } catch (error) {
          log.error({ err: error }, "the queue stopped");
        }
        await pause(second);
        if (!stopping) runner = await runQueue(pool, alive, queue).catch(() => runner);
      }
    };
    void goOn();
    return { stop: () => runner.stop().catch(() => {}) };
  }

  return {
    async stop() {
      stopping = true;
      await Promise.all(queues.map((queue) => queue.stop()));
      await alive.stop();
      await pool.end();
    },
  };
}

type Queue = (pool: pg.Pool) => Pick<RunnerOptions, "concurrency" | "taskList" | "parsedCronItems">;

const every = (task: string) => ({
  task,
  match: "* * * * *",
  options: { backfillPeriod: 0, maxAttempts: 1 },
});

const letters: Queue = (pool) => ({
  concurrency: LETTERS_AT_ONCE,
  taskList: followed(jobs(pool)),
  parsedCronItems: parseCronItems([
    every("due_users"),
    every("take_over"),
    { task: "due_keys", match: "23 * * * *", options: { backfillPeriod: 0, maxAttempts: 1 } },
    every("leaving"),
    every("overdue_webhooks"),
    { task: "sweep_exports", match: "41 * * * *", options: { backfillPeriod: 0, maxAttempts: 1 } },
    {
      task: "due_erasure_requests",
      match: "41 * * * *",
      options: { backfillPeriod: 0, maxAttempts: 1 },
    },
    {
      task: "support_reviews",
      match: "37 0 * * *",
      options: { backfillPeriod: 86_400_000, maxAttempts: 3 },
    },
    {
      task: "tidy",
      match: "17 3 * * *",
      options: { backfillPeriod: 86_400_000, maxAttempts: 3 },
    },
  ]),
});

const webhooks: Queue = () => ({
  concurrency: WEBHOOKS_AT_ONCE,
  taskList: followed(webhookJobs),
  parsedCronItems: [],
});

function runQueue(
  pool: pg.Pool,
  alive: ReturnType<typeof vouchFor>,
  queue: Queue,
): Promise<Runner> {
  const events = new EventEmitter() as WorkerEvents;
  events.on("worker:create", ({ worker }) => alive.worker(worker.workerId));
  return run({
    pgPool: pool,
    events,
    pollInterval: 2_000,
    noHandleSignals: true,
    ...queue(pool),
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log.warn({ says: message }, "queue");
    }),
  });
}
