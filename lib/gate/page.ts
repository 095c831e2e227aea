import "server-only";

import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";

import { showMe } from "@/lib/people/show-me";
import type { Me, StaffMe } from "@/lib/sessions/session";
import { accessEnded, type Drawn, drawnOf, pageHeader, pageOfNobody } from "@/lib/sessions/drawn";
import { ask } from "./ask";
import { visitor } from "./believe";
import type { Target } from "./command";
import { pageOf } from "./drawn-for";
import type { Outcome } from "./failure";
import { cookieClaim, requestInfo, sessionClaim, sessionCookie } from "./from-request";
import type { Query } from "./query";

/** A page's entry point to a question: the answer, or where someone without one is led. */
export async function read<Schema extends z.ZodType, Value, Found extends Target | null>(
  query: Query<Schema, Value, Found>,
  input: unknown,
): Promise<Value> {
  return answered(await ask(query, await pageClaim(), input));
}

async function answered<Value>(outcome: Outcome<Value>): Promise<Value> {
  if (outcome.ok) return outcome.value;
  if (outcome.code === "unauthenticated") redirect(await signInAndBack());
  if (outcome.code === "grant_ended") redirect(accessEnded);
  if (["not_found", "forbidden", "invalid"].includes(outcome.code)) notFound();
  if (outcome.code === "page_of_another")
    throw Object.assign(new Error(outcome.code), { digest: outcome.code });
  // Next shows a page's digest where the message would tell too much: there it is the id to quote.
  throw Object.assign(new Error(outcome.code), { digest: outcome.requestId });
}

/** Where someone whose session has ended signs in, and comes back to what they were looking at. */
async function signInAndBack(): Promise<`/sign-in${string}`> {
  const path = (await headers()).get("x-castellan-path") ?? "/";
  return path === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ callbackUrl: path })}`;
}

/** Who is signed in, and what that makes of the page. */
const looked = cache(async () => {
  const claim = await pageClaim();
  const outcome = await ask(showMe, claim, {});
  return { outcome, page: pageOf(claim.request.caller ?? visitor) };
});

const self = async () => answered((await looked()).outcome);

/** For whom, and for which account, the page is drawn. */
export async function drawnFor(): Promise<Drawn> {
  const { outcome, page } = await looked();
  return drawnOf(page, outcome.ok ? outcome.value : null);
}

/** Who is signed in, or null. */
export const maybeMe = cache(async (): Promise<Me | null> => {
  const { outcome } = await looked();
  return outcome.ok && outcome.value.account ? outcome.value : null;
});

/** Who is signed in and works in an account; leads others to where they can become so, and the staff to their area. */
export const currentMe = cache(async (): Promise<Me> => {
  const me = await self();
  if (me.account) return me;
  if ("staff" in me && me.ended) redirect(accessEnded);
  redirect("staff" in me && !me.accounts.length ? "/operator" : "/choose-account");
});

/** Who is signed in as one of the staff; for everyone else there is nothing. */
export const currentStaff = cache(async (): Promise<StaffMe> => {
  const me = await self();
  if (!("staff" in me)) notFound();
  return me;
});

/** What the one signed in can pick from: accounts, and the operator's area. */
export const choices = cache(async () => {
  const { accounts, operator } = await self();
  return { accounts, operator };
});

async function pageClaim() {
  const sent = await headers();
  const token = (await cookies()).get(sessionCookie())?.value;
  const request = requestInfo(sent, "panel");
  const page = sent.get(pageHeader);
  // A page that is opened says nothing yet; a part of one that is fetched later belongs to the page around it.
  return page === null || page === pageOfNobody
    ? sessionClaim(token, request)
    : cookieClaim(token, request, page);
}
