import { codeOf, constraintOf } from "@/lib/db/connection";

/** SQLSTATE of a database that is away, restarts, is full, busy or out of reach; of what a connection dies of; both pass. */
const STATES = /^(08|25|28|3D|40|53|55|57|58|XX)/;
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const POOL = /timeout exceeded|connection terminated|connection error|not queryable/i;

/** Whether trying again may help: the data does not stand in the way, only the moment. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return (
    STATES.test(code) ||
    NETWORK.test(code) ||
    missesItsDay(error) ||
    POOL.test(error instanceof Error ? error.message : "")
  );
}

/** The day it belongs to is not there yet; cleanup makes it. */
export const missesItsDay = (error: unknown): boolean =>
  codeOf(error) === "23514" && constraintOf(error) === undefined;
