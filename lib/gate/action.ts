import "server-only";

import { cookies, headers } from "next/headers";
import type { z } from "zod";

import { pageHeader } from "@/lib/sessions/drawn";
import type { Claim } from "./claim";
import type { Command, Target } from "./command";
import { execute } from "./execute";
import { Failure, type Outcome, refusal } from "./failure";
import { cookieClaim, fromOurPages, requestInfo, sessionCookie } from "./from-request";

/**
 * The claim of the browser that calls a server action, for the page it calls from; a call from another site is refused.
 *
 * @param page for whom the page was drawn, where a plain form says so: scripts say it in a header
 */
export async function panelClaim(page?: string): Promise<{ claim: Claim; trusted: boolean }> {
  const sent = await headers();
  const token = (await cookies()).get(sessionCookie())?.value;
  const request = requestInfo(sent, "panel");
  return {
    claim: cookieClaim(token, request, sent.get(pageHeader) ?? page ?? null),
    trusted: fromOurPages(sent),
  };
}

/**
 * The panel's entry point to a verb: a server action that turns the browser's cookie into a claim. With the version that
 * was looked at, a newer one on record is refused.
 */
export function action<Schema extends z.ZodType, Value, Prepared, Found extends Target | null>(
  command: Command<Schema, Value, Prepared, Found>,
): (input: unknown, expects?: unknown) => Promise<Outcome<Value>> {
  return async (input, expects) => {
    const { claim, trusted } = await panelClaim();
    if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
    return execute(command, claim, input, {
      expects: typeof expects === "number" ? expects : undefined,
    });
  };
}
