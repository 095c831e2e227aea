import pg from "pg";

import { createAccountRow } from "@/lib/accounts/rows";
import { history } from "@/lib/cast/history";
import { castPassword, nextDoor } from "@/lib/cast/people";
import { stageUser } from "@/lib/cast/stage";
import { stageHistory } from "@/lib/cast/stage-history";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { readEnv, StartError } from "@/lib/env";
import { hashed } from "@/lib/passwords/check";

/**
 * Fills an empty installation with a demonstration: an account with the cast, some three hundred further people and
 * half a year of activity, and the account next door. All of it or nothing.
 *
 * @throws StartError when the installation has an account already
 */
export async function demo(now = new Date()): Promise<string[]> {
  const past = history(now);
  await makeMonths(past.happenings[0]!.at, now);
  const hash = await hashed(castPassword);
  const { people, events } = await inTransaction(async (db) => {
    if ((await call(db, "account_ids")).length) {
      throw new StartError(
        "This installation has an account already, and a demonstration belongs into an empty one: choose another directory with CASTELLAN_DATA_DIR, or another database with DATABASE_URL.",
      );
    }
    const told = await stageHistory(db, past, hash);
    const besides = await createAccountRow(db, "Next door (demonstration)");
    await stageUser(db, besides, nextDoor.Nora, hash);
    return told;
  });
  const cast = [...Object.values(past.cast), nextDoor.Nora];
  return [
    `The demonstration is in place: ${people} people and ${events.toLocaleString("en")} events of half a year.`,
    "Everything in it is invented. Do not use this installation for real people: its password is public.",
    "",
    `Sign in at ${readEnv(process.env).origin}/sign-in as`,
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
