"use server";

import { cookies } from "next/headers";
import { CredentialsSignin } from "next-auth";
import { z } from "zod";

import { day, second } from "@/lib/clock";
import { action, panelClaim } from "@/lib/gate/action";
import { execute } from "@/lib/gate/execute";
import { expected } from "@/lib/gate/expected";
import { Failure, isFailureCode, type Outcome, refusal } from "@/lib/gate/failure";
import { deviceCookie, ownOrigin } from "@/lib/gate/from-request";
import { log } from "@/lib/log";
import { signIn, signOut } from "./auth";
import { chooseAccount } from "./choose-account";
import { chooseOperator } from "./choose-operator";
import { closeSession } from "./close-session";
import { confirmSession } from "./confirm-session";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { deviceFor } from "./known-device";
import { endUserSession } from "./end-user-session";
import { endUserSessions } from "./end-user-sessions";
import { returnPath } from "./return-path";

export const chooseAccountAction = action(chooseAccount);
export const chooseOperatorAction = action(chooseOperator);
export const confirmSessionAction = action(confirmSession);
export const endSessionAction = action(endSession);
export const endOtherSessionsAction = action(endOtherSessions);
export const endUserSessionAction = action(endUserSession);
export const endUserSessionsAction = action(endUserSessions);

const SignIn = z.object({
  email: z.string(),
  password: z.string(),
  callbackUrl: z.string().optional(),
});

/** Signs in through next-auth, which sets the cookie; tells where to go next. */
export async function signInAction(given: unknown): Promise<Outcome<{ next: string }>> {
  const { claim, trusted } = await panelClaim();
  if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
  const parsed = SignIn.safeParse(given);
  if (!parsed.success) return refusal(new Failure("wrong_credentials"), claim.request.id);
  const input = parsed.data;
  try {
    await signIn("credentials", { email: input.email, password: input.password, redirect: false });
    await rememberDevice(input.email);
    return {
      ok: true,
      value: { next: returnPath(input.callbackUrl, ownOrigin()) },
      requestId: claim.request.id,
    };
  } catch (error) {
    if (!(error instanceof CredentialsSignin)) return unexpected(error, claim.request.id);
    const [code = "", retryAfter] = error.code.split(":");
    const failure = new Failure(isFailureCode(code) ? code : "wrong_credentials", {
      retryAfter: Number(retryAfter) || undefined,
    });
    return refusal(failure, claim.request.id);
  }
}

/** Ends the session row and clears the cookie. */
export async function signOutAction(): Promise<Outcome<null>> {
  const { claim, trusted } = await panelClaim();
  if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
  const outcome = await execute(closeSession, claim, {});
  if (!outcome.ok && outcome.code === "unavailable") return outcome;
  await signOut({ redirect: false });
  return outcome.ok || outcome.code === "unauthenticated"
    ? { ok: true, value: null, requestId: claim.request.id }
    : outcome;
}

/** What went wrong besides the sign-in itself. */
function unexpected(error: unknown, requestId: string) {
  const failure = expected([], error);
  if (failure.code === "internal") log.error({ err: error, requestId }, "a sign-in failed");
  return refusal(failure, requestId);
}

async function rememberDevice(email: string): Promise<void> {
  const name = deviceCookie();
  (await cookies()).set(name, await deviceFor(email), {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    secure: name.startsWith("__Host-"),
    maxAge: (180 * day) / second,
  });
}
