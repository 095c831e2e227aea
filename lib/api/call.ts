import type { RequestInfo } from "@/lib/gate/claim";
import type { Failure } from "@/lib/gate/failure";
import type { Refused } from "./problem";

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
  /** what was sent with it, read before it takes anything that is scarce */
  body: Uint8Array;
  bytesIn: number;
  bytesOut: number;
  idempotencyKey: string | null;
  /** what it came with as `Authorization`, believed or not; null without one */
  credential: string | null;
  /** what it is refused with whatever it asks for: past a limit, too much at once, or with a body that cannot be read */
  refused: Failure | Refused | null;
};

export const newCall = (info: RequestInfo, method: string): Call => ({
  info,
  method,
  at: new Date(),
  startedAt: performance.now(),
  route: null,
  operation: null,
  code: null,
  body: new Uint8Array(0),
  bytesIn: 0,
  bytesOut: 0,
  idempotencyKey: null,
  credential: null,
  refused: null,
});

/** Told of every call with its answer, before the answer leaves. */
export type Answered = (call: Call, answer: { status: number }) => void;
