import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { acme, castPassword } from "@/lib/cast/people";
import {
  type OnStage,
  stageAccount,
  stageKey,
  stageSession,
  stageStaff,
  type StaffOnStage,
} from "@/lib/cast/stage";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { claimOf, keyClaim, stranger, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { workOff } from "@/lib/jobs/testing";
import { showMe } from "@/lib/people/show-me";
import { purgedTables } from "@/lib/purge/tables";
import { showCleanup } from "@/lib/purge/show-cleanup";
import { openSession } from "@/lib/sessions/open-session";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { cancelClose } from "./cancel-close";
import { closeAccount } from "./close-account";
import { confirmClose } from "./confirm-close";
import { placeHold } from "./place-hold";
import { previewClose } from "./preview-close";
import { purgeAccount } from "./purge-account";
import { releaseHold } from "./release-hold";
import { showClosing } from "./show-closing";

const installation = testInstallation();
const { owner } = installation;

let accountId: string;
let olga: OnStage;
let otto: OnStage;
let adam: OnStage;
let mia: OnStage;

let accounts = 0;
const named = () => `Acme ${accounts}`;
beforeEach(async () => {
  accounts += 1;
  const renamed = Object.fromEntries(
    Object.entries(acme).map(([name, one]) => [
      name,
      { ...one, email: `${accounts}.${one.email}` },
    ]),
  ) as typeof acme;
  const staged = await stageAccount(named(), renamed);
  ({ accountId, Olga: olga, Otto: otto, Adam: adam, Mia: mia } = staged);
});

const close = async (more: object = {}, by = olga) =>
  execute(closeAccount, await claimOf(by), { name: named(), password: castPassword, ...more });

/** Lets so many days pass for the closing of the account, as the database sees it. */
const daysPass = (days: number) =>
  owner(
    `update closures set requested_at = requested_at - $2 * interval '1 day',
       cooling_since = cooling_since - $2 * interval '1 day', cooling_ends_at = cooling_ends_at - $2 * interval '1 day'
     where account_id = $1`,
    [accountId, days],
  );

/** Everything the account has, but the closing itself and what is told of it. */
async function everything(): Promise<string> {
  const all: unknown[] = [];
  for (const table of [
    "accounts",
    "users",
    "api_keys",
    "webhook_endpoints",
    "sessions",
    "account_keys",
  ])
    all.push(
      await owner(
        `select t::text from ${table} t where ${table === "accounts" ? "id" : "account_id"} = $1 order by 1`,
        [accountId],
      ),
    );
  return JSON.stringify(all);
}

describe("closing an account", () => {
  test("[P64] needs the password, the name as it stands, and an owner", async () => {
    await owner("update sessions set confirmed_at = now() - interval '1 hour'");
    const claim = await claimOf(olga);
    await owner("update sessions set confirmed_at = now() - interval '1 hour'");
    expect(await execute(closeAccount, claim, { name: named() })).toMatchObject({
      code: "step_up_required",
    });
    expect(await close({ password: "not the password at all" })).toMatchObject({
      code: "wrong_password",
    });
    expect(await close({ name: "Acme" })).toMatchObject({ code: "name_mismatch" });
    expect(await close({}, adam)).toMatchObject({ code: "forbidden" });
    expect(await owner("select from closures where account_id = $1", [accountId])).toEqual([]);
  });

  test("[P64] leaves everything as it was for thirty days, and all owners are told", async () => {
    expect(await close()).toMatchObject({ ok: true });
    expect(await close()).toMatchObject({ code: "already_closing" });
    const shown = await ask(showMe, await claimOf(mia), {});
    expect(shown).toMatchObject({
      ok: true,
      value: { account: { closing: { endsAt: expect.any(String) } } },
    });
    await daysPass(29);
    expect(await execute(pauseUser, await claimOf(adam), { userId: mia.userId })).toMatchObject({
      ok: true,
    });
    const letters = await owner<{ user_id: string }>(
      "select user_id from letters where account_id = $1 and kind = 'accountClosing'",
      [accountId],
    );
    expect(letters.map(({ user_id }) => user_id).toSorted()).toEqual(
      [olga.userId, otto.userId].toSorted(),
    );
  });

  test("[P64] any owner brings it back with one click, exactly as it was", async () => {
    await claimOf(otto);
    const claim = await claimOf(olga);
    const before = await everything();
    expect(
      await execute(closeAccount, claim, { name: named(), password: castPassword }),
    ).toMatchObject({ ok: true });
    await daysPass(29);
    const [session] = await owner<{ n: number }>("select count(*)::int as n from sessions");
    expect(await execute(cancelClose, await claimOf(otto), {})).toMatchObject({ ok: true });
    expect(session!.n).toBeGreaterThan(0);
    await owner(
      "delete from sessions where user_id = $1 and created_at = (select max(created_at) from sessions)",
      [otto.userId],
    );
    const after = await everything();
    const plain = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d [\d:.]+\+00/g, "");
    expect(plain(after)).toBe(plain(before));
    expect(await execute(cancelClose, await claimOf(otto), {})).toMatchObject({
      code: "not_closing",
    });
    const feed = await ask(listActivity, await claimOf(olga), {});
    expect(feed.ok && feed.value.data.map(({ sentence }) => sentence).slice(0, 3)).toEqual([
      "Otto Owner tried to bring the account back: it is not being closed",
      "Otto Owner brought the account back; it is not closed",
      "Olga Owner closed the account; it can come back within 30 days",
    ]);
  });

  test("[P64] a second owner, where one was asked for, has to confirm before anything begins", async () => {
    expect(await close({ secondOwner: true })).toMatchObject({ ok: true });
    const confirm = async (by: OnStage) =>
      execute(confirmClose, await claimOf(by), { password: castPassword });
    expect(await ask(showClosing, await claimOf(olga), {})).toMatchObject({
      value: { closure: { coolingEndsAt: null, purgeAt: null } },
    });
    expect(await confirm(olga)).toMatchObject({ code: "another_owner" });
    expect(await confirm(adam)).toMatchObject({ code: "forbidden" });
    expect(await confirm(otto)).toMatchObject({ ok: true });
    expect(await confirm(otto)).toMatchObject({ code: "not_closing" });
    const [row] = await owner<{ left: number }>(
      "select round(extract(epoch from cooling_ends_at - now()) / 86400)::int as left from closures where account_id = $1",
      [accountId],
    );
    expect(row).toEqual({ left: 30 });
  });

  test("a second owner is not asked for where there is none", async () => {
    await owner("update users set status = 'paused', paused_at = now() where id = $1", [
      otto.userId,
    ]);
    expect(await close({ secondOwner: true })).toMatchObject({ code: "no_second_owner" });
  });

  test("[P64] [P66] the preview tells in numbers what goes, and when", async () => {
    await stageKey(olga);
    const preview = await ask(previewClose, await claimOf(olga), {});
    const users = Object.keys(acme).length;
    expect(preview).toMatchObject({
      ok: true,
      value: { name: named(), owners: 2, users, keys: 1, webhooks: 0, backupsGoneBy: null },
    });
    if (!preview.ok) return;
    const { coolingEndsAt, purgeAt, personsGoing } = preview.value;
    // whoever only was invited is not told of
    expect(personsGoing).toBe(
      Object.values(acme).filter(({ status }) => status !== "invited").length,
    );
    expect(purgeAt.onRequest).toBe(coolingEndsAt);
    const days = (Date.parse(purgeAt.nextCleanup) - Date.parse(coolingEndsAt)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(0);
    expect(days).toBeLessThan(7);
  });
});

describe("a sealed account", () => {
  test("[P64] lets nobody in from the moment its time is over, though no job has run", async () => {
    const { key } = await stageKey(olga);
    const claims = [await claimOf(olga), await claimOf(mia), keyClaim(key)];
    expect(await close({}, otto)).toMatchObject({ ok: true });
    for (const claim of claims.slice(0, 2))
      expect(await ask(showMe, claim, {})).toMatchObject({ ok: true });
    await daysPass(31);
    for (const claim of claims)
      expect(await ask(showClosing, claim, {})).toMatchObject({
        code: claim.kind === "key" ? "key_refused" : "unauthenticated",
      });
    const opened = await execute(openSession, stranger(), {
      email: olga.email,
      password: castPassword,
    });
    expect(opened).toMatchObject({ code: "account_closed" });
    expect(opened).toHaveProperty("says", expect.stringContaining("certificate by letter"));
    // a wrong password learns nothing of it
    expect(
      await execute(openSession, stranger(), { email: olga.email, password: "something else" }),
    ).toMatchObject({ code: "wrong_credentials" });
  });

  test("[P64] cannot come back, and jobs leave it alone", async () => {
    const claim = await claimOf(olga);
    await close();
    await execute(pauseUser, await claimOf(adam), { userId: mia.userId });
    await owner("update users set paused_until = now() - interval '1 hour' where id = $1", [
      mia.userId,
    ]);
    await daysPass(31);
    expect(await execute(cancelClose, claim, {})).toMatchObject({ code: "unauthenticated" });
    const due = await owner<{ user_id: string }>("select user_id from castellan.due_users()");
    expect(due.map(({ user_id }) => user_id)).not.toContain(mia.userId);
    expect(await execute(resumeUser, jobClaim(accountId), { userId: mia.userId })).toMatchObject({
      code: "unauthenticated",
    });
  });

  test("a person with a place elsewhere goes on working there", async () => {
    const elsewhere = await stageAccount("Elsewhere", {
      Olga: { ...acme.Olga, email: olga.email },
    });
    await close();
    await daysPass(31);
    const opened = await execute(openSession, stranger(), {
      email: olga.email,
      password: castPassword,
    });
    expect(opened).toMatchObject({ ok: true, value: { picked: true } });
    expect(
      await execute(openSession, stranger(), {
        email: olga.email,
        password: castPassword,
        accountId,
      }),
    ).toMatchObject({ code: "account_closed" });
    expect(elsewhere.accountId).not.toBe(accountId);
  });
});

describe("[P63] an account that is in use", () => {
  test("loses nothing by itself, whatever the worker does", async () => {
    await stageKey(olga);
    await stageWebhook(accountId);
    await execute(pauseUser, await claimOf(adam), { userId: mia.userId });
    const client = new pg.Client({ connectionString: installation.ownerUrl });
    await client.connect();
    const counts = async () => {
      const all: Record<string, number> = {};
      for (const { name, account } of await purgedTables(client)) {
        const [row] = await owner<{ n: number }>(
          `select count(*)::int as n from ${name} where ${account} = $1`,
          [accountId],
        );
        all[name] = row!.n;
      }
      return all;
    };
    const before = await counts();
    expect(Object.values(before).filter((n) => n > 0).length).toBeGreaterThan(8);
    for (const job of ["leaving", "tidy", "due_users", "due_keys", "overdue_webhooks"])
      await owner("select graphile_worker.add_job($1)", [job]);
    await workOff(installation.ownerUrl);
    const after = await counts();
    await client.end();
    expect(Object.keys(before).filter((table) => after[table]! < before[table]!)).toEqual([]);
  });
});

describe("when it is purged", () => {
  const due = async () =>
    (await owner<{ id: string }>("select castellan.due_purges() as id")).some(
      ({ id }) => id === accountId,
    );

  test("[P64] on request at once after the cooling-off, otherwise at the next clean-up", async () => {
    await close({ onRequest: true });
    await daysPass(29.99);
    expect(await due()).toBe(false);
    await daysPass(0.02);
    expect(await due()).toBe(true);
    expect(await execute(purgeAccount, jobClaim(null), { accountId })).toMatchObject({ ok: true });
  });

  test("[P64] a year at most lies between two clean-ups: the database refuses more", async () => {
    await expect(owner("update settings set cleanup_every_days = 366")).rejects.toMatchObject({
      constraint: "settings_clean_up_within_a_year",
    });
  });

  test.each([7, 30, 365])(
    "[P64] day by day through thirteen months, with a clean-up every %i days, no closed account is left longer than promised",
    async (every) => {
      await owner("update settings set cleanup_every_days = $1", [every]);
      await close();
      const [promised] = await owner<{ days: number }>(
        "select ceil(extract(epoch from castellan.purge_due($1) - now()) / 86400)::int as days",
        [accountId],
      );
      let purged: number | null = null;
      for (let today = 0; today <= 396 && purged === null; today++) {
        if (await due()) purged = today;
        await daysPass(1);
        await owner("update installation_keys set created_at = created_at - interval '1 day'");
      }
      await owner("update settings set cleanup_every_days = 7");
      expect(purged).toBeGreaterThanOrEqual(30);
      expect(purged).toBeLessThanOrEqual(30 + every);
      expect(purged).toBe(promised!.days); // the date that was shown is the date it happens
    },
  );
});

describe("a hold", () => {
  let tess: StaffOnStage;
  let sara: StaffOnStage;
  const as = async (one: StaffOnStage) => sessionClaim(await stageSession(one), testRequest());
  const until = new Date(Date.now() + 60 * 86_400_000).toISOString();
  beforeEach(async () => {
    tess = await stageStaff("Tess Technical", `${accounts}.tess@example.test`, ["technical"]);
    sara = await stageStaff("Sara Security", `${accounts}.sara@example.test`, ["security"]);
  });

  test("[P64] postpones the purge, seen by the owners, and is over when it is released", async () => {
    await close({ onRequest: true });
    const placed = await execute(placeHold, await as(sara), {
      accountId,
      category: "evidence",
      until,
    });
    if (!placed.ok) throw new Error(placed.code);
    expect(await ask(showClosing, await claimOf(olga), {})).toMatchObject({
      value: { holds: [{ category: "evidence" }], closure: { purgeAt: until } },
    });
    const feed = await ask(listActivity, await claimOf(olga), {});
    expect(feed.ok && feed.value.data[0]!.sentence).toBe(
      `Sara Security (staff) placed a hold on ${named()}, to keep evidence, until ${until.slice(0, 10)}: what it holds is not purged before`,
    );
    expect(
      await owner("select from letters where account_id = $1 and kind = 'holdChanged'", [
        accountId,
      ]),
    ).toHaveLength(2);
    await daysPass(31);
    expect(await execute(purgeAccount, jobClaim(null), { accountId })).toMatchObject({
      code: "not_closing",
    });
    const { holdId } = placed.value;
    expect(await execute(releaseHold, await as(sara), { accountId, holdId })).toMatchObject({
      ok: true,
    });
    expect(await execute(releaseHold, await as(sara), { accountId, holdId })).toMatchObject({
      code: "not_held",
    });
    expect(await execute(purgeAccount, jobClaim(null), { accountId })).toMatchObject({ ok: true });
    const [purge] = await owner<{ facts: string }>(
      "select facts from purges where account_id = $1",
      [accountId],
    );
    expect(JSON.parse(purge!.facts)).toMatchObject({
      holds: [{ category: "evidence", releasedAt: expect.any(String) }],
    });
  });

  test("[P64] is placed by the security staff alone, who see ids and times", async () => {
    for (const claim of [await as(tess), await claimOf(olga)])
      expect(
        await execute(placeHold, claim, { accountId, category: "legal", until }),
      ).toMatchObject({
        code: "forbidden",
      });
    await close();
    for (const one of [tess, sara]) {
      const board = await ask(showCleanup, await as(one), {});
      expect(
        board.ok && board.value.closing.find((it) => it.accountId === accountId),
      ).toMatchObject({
        state: "cooling",
        users: Object.keys(acme).length,
      });
      expect(JSON.stringify(board)).not.toContain(named());
    }
  });
});
