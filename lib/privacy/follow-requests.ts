import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { log } from "@/lib/log";
import { lapseRequest } from "./lapse-request";
import { remindOfRequest } from "./remind-of-request";

type Due = { account_id: string; user_id: string; due: "remind" | "lapse" };

/** Every hour: reminds of requests that nobody has answered, and does what the month has left to do. */
export async function followRequests(): Promise<void> {
  const due = await inTransaction((db) => call<Due>(db, "due_erasure_requests"));
  for (const { account_id: accountId, user_id: userId, due: what } of due) {
    const verb = what === "lapse" ? lapseRequest : remindOfRequest;
    const { ok, ...outcome } = await execute(verb, jobClaim(accountId), { userId });
    if (!ok) log.warn({ ...outcome, due: what }, "a request for erasure was left as it is");
  }
}
