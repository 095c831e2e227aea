import { Failure, type FailureCode, failures, type Refusal, refusal } from "@/lib/gate/failure";
import { ownOrigin } from "@/lib/gate/from-request";
import type { Call } from "./call";
import { challengeOf } from "./challenge";

/** What only the API itself refuses: the request, not what it asks for. */
export const ofTheRequest = {
  unknown_path: {
    status: 404,
    says: "There is no such address in the API. Look it up in the reference.",
  },
  method_not_allowed: {
    status: 405,
    says: "This address does not answer to that method. See the Allow header.",
  },
  not_json: { status: 400, says: "The body is not JSON. Send a JSON object in UTF-8." },
  unsupported_media_type: { status: 415, says: "Send the body as application/json." },
  too_large: { status: 413, says: "The body is too large. Send at most 256 kB." },
  precondition_refused: {
    status: 400,
    says: "If-Match cannot be used like this. Send one ETag of the object, where it has one.",
  },
  idempotency_key_refused: {
    status: 400,
    says: "This is no Idempotency-Key. Send 1 to 255 visible ASCII characters, a UUID for example.",
  },
  idempotency_mismatch: {
    status: 422,
    says: "This Idempotency-Key was used with another body. Use a fresh one for another request.",
  },
} as const satisfies Record<string, { status: number; says: string }>;

export type RequestCode = keyof typeof ofTheRequest;
export type ProblemCode = RequestCode | FailureCode;

/** Every stable code of the API. */
export const problems: Record<ProblemCode, { status: number; says: string }> = {
  ...ofTheRequest,
  ...failures,
};

/** Thrown on the way to an answer: the request itself is refused. */
export class Refused extends Error {
  constructor(
    readonly code: RequestCode,
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
  }
}

/** Where a code is explained, on this installation itself. */
export const typeOf = (code: string) => `${ownOrigin()}/developers/api#error-${code}`;

/** What kind of refusal it is, the same each time (RFC 9457 §3.1.3); `detail` tells of this one. */
export const titleOf = (code: ProblemCode): string =>
  `${code[0]!.toUpperCase()}${code.slice(1).replaceAll("_", " ")}`;

/** A refusal as RFC 9457 has it. */
export function problem(call: Call, error: Refused | Failure | Refusal): Response {
  if (error instanceof Refused) {
    return answer(call, error.code, ofTheRequest[error.code].says, {}, error.headers);
  }
  const { code, says, fields, retryAfter } =
    error instanceof Failure ? refusal(error, call.info.id) : error;
  return answer(
    call,
    code,
    says,
    fields ? { fields } : {},
    retryAfter ? { "retry-after": String(retryAfter) } : {},
  );
}

function answer(
  call: Call,
  code: ProblemCode,
  detail: string,
  more: { fields?: Record<string, string> },
  headers: Record<string, string>,
): Response {
  const { status, says } = problems[code];
  const title = titleOf(code);
  const challenge = challengeOf(call, code, status);
  const { id: requestId } = call.info;
  const body = JSON.stringify({
    type: typeOf(code),
    code,
    status,
    title,
    detail: detail === says ? (challenge.detail ?? detail) : detail,
    requestId,
    ...more,
  });
  call.code = code;
  call.bytesOut = Buffer.byteLength(body);
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(challenge.header && { "www-authenticate": challenge.header }),
      ...headers,
    },
  });
}
