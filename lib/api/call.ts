import type { RequestInfo } from "@/lib/gate/claim";
import type { Failure } from "@/lib/gate/failure";

/** What is known of one call, filled in on the way to its answer; whoever limits or logs calls reads it. */
export type Call = {
  info: RequestInfo;
  method: string;
  at: Date;
  /** on the process's own clock, which never jumps */
  startedAt: number;
  /** the address as the reference writes it, `/users/{userId}`; null where there is none */
  route: string | null;
  /** the verb or question; null where there is none */
  operation: string | null;
  /** the stable code of a refusal */
  code: string | null;
  bytesIn: number;
  bytesOut: number;
  idempotencyKey: string | null;
  /** what it came with as `Authorization`, believed or not; null without one */
  credential: string | null;
  /** what it is refused with whatever it asks for: past a limit, or too much at once */
  refused: Failure | null;
};

export const newCall = (info: RequestInfo, method: string): Call => ({
  info,
  method,
  at: new Date(),
  startedAt: performance.now(),
  route: null,
  operation: null,
  code: null,
  bytesIn: 0,
  bytesOut: 0,
  idempotencyKey: null,
  credential: null,
  refused: null,
});

/** Told of every call with its answer, before the answer leaves. */
export type Answered = (call: Call, answer: { status: number }) => void;
