import type { RequestInfo } from "@/lib/gate/claim";

/** What is known of one call, filled in on the way to its answer; whoever limits or logs calls reads it. */
export type Call = {
  info: RequestInfo;
  /** the address as the reference writes it, `/users/{userId}`; null where there is none */
  route: string | null;
  /** the verb or question; null where there is none */
  operation: string | null;
  /** the stable code of a refusal */
  code: string | null;
  bytesIn: number;
  bytesOut: number;
  idempotencyKey: string | null;
};

export const newCall = (info: RequestInfo): Call => ({
  info,
  route: null,
  operation: null,
  code: null,
  bytesIn: 0,
  bytesOut: 0,
  idempotencyKey: null,
});
