import { Failure } from "@/lib/gate/failure";
import { isRecognised } from "@/lib/gate/recognised";
import { COME_AGAIN, inPlace, type RequestClass } from "@/lib/operating/shedding";
import type { Call } from "./call";
import { counted, credentialIn } from "./counted";
import { Refused } from "./problem";
import { receive } from "./receive";

/**
 * Answers a call that is within its limits when there is a place for one of its class; otherwise the answer says when to try again. The
 * caller is counted and the body is read first: nobody holds a place while we wait for them.
 */
export const admitted = (
  request: Request,
  call: Call,
  answer: () => Response | Promise<Response>,
): Promise<Response> =>
  counted(request, call, async () => {
    if (call.refused) return answer();
    try {
      call.body = await receive(request);
      call.bytesIn = call.body.byteLength;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      call.refused = error;
      return answer();
    }
    const placed = await inPlace(classOf(request), request.signal, answer);
    if ("value" in placed) return placed.value;
    call.refused = new Failure("busy", { retryAfter: COME_AGAIN });
    return answer();
  });

/** Signing in and out come first, so that people get in to see what is going on. Callers we have not recognised come last. */
function classOf({ method, url, headers }: Request): RequestClass {
  if (/^\/api\/v1\/sessions(\/|$)/.test(new URL(url).pathname) && !isReading(method))
    return "sign-in";
  if (!isRecognised(credentialIn(headers))) return "anonymous call";
  return isReading(method) ? "read" : "write";
}

const isReading = (method: string) => ["GET", "HEAD", "OPTIONS"].includes(method);
