import { Failure } from "@/lib/gate/failure";
import { COME_AGAIN, enter, type RequestClass } from "@/lib/operating/shedding";
import type { Call } from "./call";
import { counted } from "./counted";

/** Answers a call where there is a place for one of its class and it is within its limits; else says when to come again. */
export async function admitted(
  request: Request,
  call: Call,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const leave = await enter(classOf(request));
  if (!leave) {
    call.refused = new Failure("busy", { retryAfter: COME_AGAIN });
    return answer();
  }
  try {
    return await counted(request, call, answer);
  } finally {
    leave();
  }
}

/** Signing in and out come first, so that people get in to see what is going on. */
function classOf({ method, url }: Request): RequestClass {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return "read";
  return /^[a-z]+:\/\/[^/]+\/api\/v1\/sessions([/?]|$)/.test(url) ? "sign-in" : "write";
}
