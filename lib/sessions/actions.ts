"use server";

import { cookies } from "next/headers";
import { CredentialsSignin } from "next-auth";
import { z } from "zod";

import { day, second } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { action, panelClaim } from "@/lib/gate/action";
import { ask } from "@/lib/gate/ask";
import { believe, visitor } from "@/lib/gate/believe";
import type { Claim } from "@/lib/gate/claim";
import { pageOf } from "@/lib/gate/drawn-for";
import { execute } from "@/lib/gate/execute";
import { expected } from "@/lib/gate/expected";
import { Failure, isFailureCode, type Outcome, refusal } from "@/lib/gate/failure";
import { deviceCookie, ownOrigin } from "@/lib/gate/from-request";
import { log } from "@/lib/log";
import { showMe } from "@/lib/people/show-me";
import { signIn, signOut } from "./auth";
import { chooseAccount } from "./choose-account";
import { chooseOperator } from "./choose-operator";
import { closeSession } from "./close-session";
import { confirmSession } from "./confirm-session";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { type Drawn, drawnOf, pageOfNobody } from "./drawn";
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

/**
 * Who is signed in now, and where: what a page asks that may belong to somebody else by now. It is the one thing a page
 * of another can ask, since it tells whose the browser is.
 */
export async function whoIsHereAction(): Promise<Outcome<Drawn>> {
  const { claim, trusted } = await panelClaim();
  if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
  const asked: Claim = claim.kind === "session" ? { ...claim, page: undefined } : claim;
  const outcome = await ask(showMe, asked, {});
  if (!outcome.ok && outcome.code !== "unauthenticated") return outcome;
  const page = outcome.ok ? pageOf(asked.request.caller ?? visitor) : pageOfNobody;
  const value = drawnOf(page, outcome.ok ? outcome.value : null);
  return { ok: true, value, requestId: asked.request.id };
}

const SignIn = z.object({
  email: z.string(),
  password: z.string(),
  callbackUrl: z.string().optional(),
  /** for whom the form was drawn, where it was sent without a script */
  page: z.string().optional(),
});

/**
 * Signs in through next-auth, which sets the cookie; tells where to go next. Where somebody has signed in since the form
 * was opened, they stay: nobody is signed out by a form that knew nothing of them.
 */
export async function signInAction(given: unknown): Promise<Outcome<{ next: string }>> {
  const parsed = SignIn.safeParse(given);
  const { claim, trusted } = await panelClaim(parsed.data?.page);
  if (!trusted) return refusal(new Failure("wrong_origin"), claim.request.id);
  if (!parsed.success) return refusal(new Failure("wrong_credentials"), claim.request.id);
  const overtaken = await pageIsOver(claim);
  if (overtaken) return refusal(overtaken, claim.request.id);
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
  if (!outcome.ok && ["unavailable", "page_of_another"].includes(outcome.code)) return outcome;
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

/** Why the page that asks is out of date; null while it is right, or nobody is signed in. */
async function pageIsOver(claim: Claim): Promise<Failure | null> {
  try {
    await inTransaction((db) => believe(db, claim, true, "place"), "read");
    return null;
  } catch (error) {
    return expected([], error);
  }
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
