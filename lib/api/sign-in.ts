import { ask } from "@/lib/gate/ask";
import type { RequestInfo } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { openSession } from "@/lib/sessions/open-session";
import { showMe } from "@/lib/people/show-me";
import { refused } from "./problem";

/** `POST /api/v1/sessions`: a bearer token for e-mail and password, with who it is and where they may work (P10). */
export async function signIn(body: Record<string, unknown>, info: RequestInfo): Promise<Response> {
  const opened = await execute(openSession, sessionClaim(undefined, info), {
    ...body,
    kind: "api",
  });
  if (!opened.ok) return refused(opened);
  const { token, expiresAt } = opened.value;
  const me = await ask(showMe, sessionClaim(token, info), {});
  if (!me.ok) return refused(me);
  const { accounts, ...user } = me.value;
  return Response.json(
    { token, expiresAt, user: user.account ? user : null, accounts },
    { status: 201, headers: { "cache-control": "no-store", "x-request-id": info.id } },
  );
}
