import pg from "pg";
import { z } from "zod";

import type { Progress } from "@/lib/backups/backup";
import { createAccountRow } from "@/lib/accounts/rows";
import { type Amounts, amounts, LEAST_USERS } from "@/lib/cast/amounts";
import { history } from "@/lib/cast/history";
import { castPassword, nextDoor } from "@/lib/cast/people";
import { stageUser } from "@/lib/cast/stage";
import { stageInvented } from "@/lib/cast/stage-amounts";
import { stageHistory } from "@/lib/cast/stage-history";
import { type Database, inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { type Env, StartError } from "@/lib/env";
import { hashed } from "@/lib/passwords/check";
import { inDigits } from "@/lib/intl";

type Given = Partial<Record<keyof Amounts, string>>;

/**
 * Fills an installation with invented people: the demonstration, or as many accounts, users and events as were asked for.
 *
 * @throws StartError when the installation has an account already; one that is not for production may have, for amounts
 */
export async function demo(
  env: Env,
  given: Given = {},
  tell: Progress = () => {},
  now = new Date(),
): Promise<string[]> {
  return Object.keys(given).length ? invent(env, given, tell, now) : stageDemonstration(env, now);
}

/** An account with the cast, some three hundred further people and half a year of activity, and the one next door. */
async function stageDemonstration(env: Env, now: Date): Promise<string[]> {
  const past = history(now);
  await makeMonths(past.happenings[0]!.at, now);
  const hash = await hashed(castPassword);
  const { people, events } = await inTransaction(async (db) => {
    await refuseUnlessEmpty(db);
    const told = await stageHistory(db, past, hash);
    const besides = await createAccountRow(db, "Next door (demonstration)");
    await stageUser(db, besides, nextDoor.Nora, hash);
    return told;
  });
  const cast = [...Object.values(past.cast), nextDoor.Nora];
  return [
    `The demonstration is in place: ${people} people and ${inDigits(events)} events of half a year.`,
    "Everything in it is invented. Do not use this installation for real people: its password is public.",
    "",
    `Sign in at ${env.origin}/sign-in as`,
    "",
    ...cast.map(
      ({ name, email, role, status }) =>
        `  ${email.padEnd(20)}  ${name.padEnd(14)}  ${role}${status === "active" ? "" : `, ${status}`}${email === nextDoor.Nora.email ? " of the account next door" : ""}`,
    ),
    "",
    `with the password of the demonstration:  ${castPassword}`,
    "Pia is paused and Ivo has not accepted, so neither can sign in.",
  ];
}

const amount = (least: number, most: number) =>
  z.coerce
    .number(`must be a number from ${least} to ${most}.`)
    .int("must be a whole number.")
    .min(least, `must be a number from ${least} to ${most}.`)
    .max(most, `must be a number from ${least} to ${most}.`);

const Wanted = z
  .strictObject({
    accounts: amount(1, 10_000).default(1),
    users: amount(LEAST_USERS, 1_000_000).default(100),
    events: amount(1, 10_000_000).default(1_000),
    seed: amount(0, 2 ** 31).default(1),
  })
  .refine(({ accounts, users }) => users >= accounts * LEAST_USERS, {
    path: ["users"],
    error: `must be at least ${LEAST_USERS} for each account.`,
  })
  .refine(({ accounts, events }) => events >= accounts, {
    path: ["events"],
    error: "must be at least one for each account.",
  });

/** Amounts of invented data, account by account: for tests and measurements, so that nobody needs production's (P25). */
async function invent(env: Env, given: Given, tell: Progress, now: Date): Promise<string[]> {
  const wanted = Wanted.safeParse(given);
  if (!wanted.success) {
    const [issue] = wanted.error.issues;
    throw new StartError(`--${issue!.path.join(".")} ${issue!.message}`);
  }
  if (env.environment === "production") await inTransaction(refuseUnlessEmpty);
  const hash = await hashed(castPassword);
  const first: string[] = [];
  const progress = countTo(wanted.data.users, tell);
  for (const invented of amounts(wanted.data, now)) {
    if (!first.length) await makeMonths(invented.happenings[0]!.at, now);
    await stageInvented(invented, hash, progress);
    first.push(invented.figures[0]!.email);
  }
  const { accounts, users, events, seed } = wanted.data;
  const count = (number: number) => inDigits(number);
  return [
    `${count(accounts)} accounts, ${count(users)} users and ${count(events)} events are in place, all invented from seed ${seed}.`,
    `Sign in at ${env.origin}/sign-in as ${first[0]}, who owns the largest, with the password of the demonstration:  ${castPassword}`,
  ];
}

/** Says each twentieth of the users, so that a long run is seen to go on. */
function countTo(users: number, tell: Progress): (more: number) => void {
  let made = 0;
  let said = 0;
  return (more) => {
    made += more;
    const twentieth = Math.floor((20 * made) / users);
    if (twentieth === said) return;
    said = twentieth;
    tell(`${inDigits(made)} of ${inDigits(users)} users are made`);
  };
}

async function refuseUnlessEmpty(db: Database): Promise<void> {
  if (!(await call(db, "account_ids")).length) return;
  throw new StartError(
    "This installation has an account already, and invented people belong into an empty one: choose another directory with CASTELLAN_DATA_DIR, or another database with DATABASE_URL. One that was started with CASTELLAN_ENVIRONMENT=test may get amounts (--accounts, --users, --events) at any time.",
  );
}

/** A start makes the months from the last one on; a history reaches further back. */
async function makeMonths(first: Date, last: Date): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query("select castellan.make_activity_months($1::date, $2::date)", [first, last]);
  } finally {
    await client.end();
  }
}
