import { failures, type FailureCode, type Refusal } from "@/lib/gate/failure";

/** What only the API itself refuses: the request, not what it asks for. */
const ofTheRequest = {
  unknown_path: {
    status: 404,
    says: "There is no such address in the API. Look it up in the reference.",
  },
  method_not_allowed: {
    status: 405,
    says: "This address does not answer to that method. See the Allow header.",
  },
  not_json: { status: 400, says: "The body is not JSON. Send a JSON object." },
  unsupported_media_type: { status: 415, says: "Send the body as application/json." },
  too_large: { status: 413, says: "The body is too large. Send at most 256 kB." },
} as const;

/** A refusal as RFC 9457 has it. */
export function problem(
  code: keyof typeof ofTheRequest,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const { status, says } = ofTheRequest[code];
  return answer({ code, status, title: says, requestId }, headers);
}

export function refused({ code, says, fields, retryAfter, requestId }: Refusal): Response {
  const known: { status: number; says: string } = failures[code satisfies FailureCode];
  return answer(
    {
      code,
      status: known.status,
      title: known.says,
      detail: says,
      requestId,
      ...(fields && { fields }),
    },
    retryAfter ? { "retry-after": String(retryAfter) } : {},
  );
}

const answer = (
  body: { code: string; status: number; requestId: string } & Record<string, unknown>,
  headers: Record<string, string>,
) =>
  Response.json(
    { type: `urn:castellan:problem:${body.code}`, ...body },
    {
      status: body.status,
      headers: {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "x-request-id": body.requestId,
        ...headers,
      },
    },
  );
