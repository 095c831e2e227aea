import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import pg from "pg";

import { acme, castPassword } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageSession } from "@/lib/cast/stage";
import { hashed } from "@/lib/passwords/check";
import type { Installation } from "./installation";
import { idOf, startOfTime } from "./invented";
import type { Part } from "./seed-part";
import type { Sizes } from "./sizes";

/** An account filled for measuring: its administrator's token, and how many people and events it holds. */
export type Filled = {
  account: string;
  accountId: string;
  admin: OnStage;
  token: string;
  users: number;
  events: number;
  /** the user to whom every hundredth event happened */
  busyUser: string;
  /** one of the twenty who did most of it */
  busyActor: string;
};

const AT_MOST = 10_000;

/** Fills two accounts, a small and a large one, with all processors. */
export async function seed(
  { ownerUrl }: Installation,
  sizes: Sizes,
): Promise<{ small: Filled; large: Filled; seconds: number; owner: pg.Client }> {
  const begun = Date.now();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query("select castellan.make_activity_months($1::date, now()::date)", [
    new Date(startOfTime),
  ]);
  const { rows: indexes } = await owner.query<{ name: string; made: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      join pg_class c on c.oid = i.indexrelid where i.indrelid = 'activity'::regclass and not i.indisprimary`,
  );
  for (const { name } of indexes) await owner.query(`drop index ${name}`);

  const passwordHash = await hashed(castPassword);
  const filled = {
    small: await stage("small", sizes.small),
    large: await stage("large", sizes.large),
  };
  const parts = Object.values(filled).flatMap((one) => [
    ...partsOf(one, "users", passwordHash),
    ...partsOf(one, "events", passwordHash),
  ]);
  await Promise.all(Array.from({ length: availableParallelism() }, () => writer(ownerUrl, parts)));

  for (const { accountId } of Object.values(filled)) {
    await owner.query(
      `update accounts set user_count = (select count(*) from users u where u.account_id = $1),
        directory_seq = (select max(directory_seq) from users u where u.account_id = $1) where id = $1`,
      [accountId],
    );
    await owner.query(
      `insert into presence (account_id, user_id, seen_at)
        select account_id, id, created_at from users where account_id = $1 and directory_seq % 3 = 0`,
      [accountId],
    );
  }
  for (const { made } of indexes) await owner.query(made.replace(" ON ONLY ", " ON "));
  await owner.query("vacuum (analyze)");
  await owner.query("checkpoint");
  return { ...filled, owner, seconds: (Date.now() - begun) / 1_000 };
}

async function stage(
  account: string,
  { users, events }: { users: number; events: number },
): Promise<Filled> {
  const { accountId, Adam } = await stageAccount(`The ${account} account`, {
    Olga: withAddressIn(account, acme.Olga),
    Adam: withAddressIn(account, acme.Adam),
  });
  return {
    account,
    accountId,
    admin: Adam,
    token: await stageSession(Adam, "api"),
    users,
    events,
    busyUser: idOf("user", account, 0),
    busyActor: idOf("user", account, 1),
  };
}

const withAddressIn = <One extends { email: string }>(account: string, one: One): One => ({
  ...one,
  email: one.email.replace("@", `@${account}.`),
});

function partsOf(one: Filled, what: Part["what"], passwordHash: string): Part[] {
  const of = one[what];
  return Array.from({ length: Math.ceil(of / AT_MOST) }, (_, step) => ({
    what,
    accountId: one.accountId,
    account: one.account,
    from: step * AT_MOST,
    to: Math.min(of, (step + 1) * AT_MOST),
    of,
    users: one.users,
    passwordHash,
  }));
}

/** One process that takes parts until none is left. */
function writer(ownerUrl: string, parts: Part[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = fork(new URL("./seed-part.mjs", import.meta.url), {
      env: {
        ...process.env,
        CASTELLAN_BENCH_OWNER_URL: ownerUrl,
        CASTELLAN_BENCH_START: String(startOfTime),
      },
    });
    const hand = () => {
      const part = parts.shift();
      if (part) child.send(part);
      else {
        child.removeAllListeners("exit");
        child.disconnect();
        done();
      }
    };
    child.on("message", hand);
    child.once("exit", (code) => fail(new Error(`seeding ended (${code})`)));
    hand();
  });
}
