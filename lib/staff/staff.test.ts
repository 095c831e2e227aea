import { beforeAll, describe, expect, test, vi } from "vitest";

import { castPassword } from "@/lib/cast/people";
import { stageSession, stageStaff } from "@/lib/cast/stage";
import { claimOf, stranger, testCast, testRequest } from "@/lib/cast/testing";
import { codeOf, inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { believe } from "@/lib/gate/believe";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { changePassword } from "@/lib/passwords/change-password";
import { answerResetRequest } from "@/lib/passwords/answer-reset-request";
import { tokenTo } from "@/lib/mail/testing";
import { setPassword } from "@/lib/passwords/set-password";
import { renewLink } from "@/lib/links/renew-link";
import { jobClaim } from "@/lib/gate/claim";
import { confirmEmail } from "@/lib/people/confirm-email";
import { showMe } from "@/lib/people/show-me";
import { chooseAccount } from "@/lib/sessions/choose-account";
import { chooseOperator } from "@/lib/sessions/choose-operator";
import { listMySessions } from "@/lib/sessions/list-my-sessions";
import { openSession } from "@/lib/sessions/open-session";
import { deleteUser } from "@/lib/users/delete-user";
import { listUsers } from "@/lib/users/list-users";
import { removeUser } from "@/lib/users/remove-user";
import { startEmailChange } from "@/lib/users/start-email-change";
import { addStaff } from "./add-staff";
import { changeStaffRoles } from "./change-staff-roles";
import { listLog } from "./list-log";
import { listStaff } from "./list-staff";
import { removeStaff } from "./remove-staff";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();
const operator = operatorClaim(null);
const newPassword = "nine slow ferries past the headland";

const signIn = (email: string, password = castPassword, accountId?: string) =>
  execute(openSession, stranger(), { email, password, ...(accountId && { accountId }) });

async function tokenOf(email: string, password?: string): Promise<string> {
  const opened = await signIn(email, password);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.token;
}

const claimIn = (token: string) => sessionClaim(token, testRequest());

const tess = { email: "tess@staff.test", name: "Tess Technical", roles: ["technical"] };
const sven = { email: "sven@staff.test", name: "Sven Security" };

beforeAll(async () => {
  await stageStaff(sven.name, sven.email, ["security"]);
});

const log = async () => {
  const answer = await ask(listLog, claimIn(await tokenOf(sven.email)), {});
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.data;
};

describe("one of the staff", () => {
  let link: string;

  test("is added by the operator, gets a letter with a link, and is nobody until it was used", async () => {
    const added = await execute(addStaff, operator, tess);
    if (!added.ok) throw new Error(added.code);
    expect(added.value.link).toMatch(/\/set-password#t=/);
    link = added.value.link!;
    expect(
      await owner("select kind, account_id, state from letters where request_id = $1", [
        added.requestId,
      ]),
    ).toEqual([{ kind: "staffInvitation", account_id: null, state: "queued" }]);
    expect(await signIn(tess.email)).toMatchObject({ ok: false, code: "wrong_credentials" });
    expect(await execute(addStaff, operator, tess)).toMatchObject({ code: "already_staff" });
  });

  test("an older invitation dies with a fresh one, and the fresh one sets the password once", async () => {
    await execute(answerResetRequest, jobClaim(null), { email: tess.email });
    const token = link.split("#t=")[1]!;
    expect(await execute(setPassword, stranger(), { token, password: newPassword })).toMatchObject({
      code: "link_dead",
    });
    expect(await execute(renewLink, stranger(), { token })).toMatchObject({ ok: true });
    await execute(removeStaff, operator, { email: tess.email });
    const again = await execute(addStaff, operator, tess);
    if (!again.ok) throw new Error(again.code);
    link = again.value.link!;
    const fresh = { token: link.split("#t=")[1]!, password: newPassword };
    expect(await execute(setPassword, stranger(), fresh)).toMatchObject({ ok: true });
    expect(await execute(setPassword, stranger(), fresh)).toMatchObject({ code: "link_dead" });
  });

  test("signs in like everyone else, works in no account, and is told who they are", async () => {
    const claim = claimIn(await tokenOf(tess.email, newPassword));
    expect(await ask(showMe, claim, {})).toMatchObject({
      value: {
        account: null,
        staff: { name: tess.name, email: tess.email, roles: ["technical"] },
        accounts: [],
        operator: true,
      },
    });
    expect(await ask(listMySessions, claim, {})).toMatchObject({ ok: true });
    expect(await ask(listUsers, claim, {})).toMatchObject({ code: "forbidden" });
    expect(await signIn(tess.email, newPassword, cast.people.accountId)).toMatchObject({
      code: "wrong_credentials",
    });
  });

  test("changes their own password, which is told in the log of the installation", async () => {
    const claim = claimIn(await tokenOf(tess.email, newPassword));
    const password = "four grey kettles in the morning";
    expect(await execute(changePassword, claim, { current: "not it", password })).toMatchObject({
      code: "wrong_password",
    });
    const changed = await execute(changePassword, claim, { current: newPassword, password });
    expect(changed).toMatchObject({ ok: true });
    await execute(changePassword, claim, { current: password, password: newPassword });
    const lines = (await log()).filter(({ action }) => action === "password.change");
    expect(lines.map(({ outcome, code, sentence }) => [outcome, code, sentence])).toEqual([
      ["ok", null, "Tess Technical changed their password"],
      ["ok", null, "Tess Technical changed their password"],
      ["refused", "wrong_password", expect.stringContaining("tried to change their password")],
    ]);
  });

  test("asks for a new password by letter like everyone else", async () => {
    const asked = await execute(answerResetRequest, jobClaim(null), { email: tess.email });
    expect(
      await owner("select kind from letters where request_id = $1", [asked.requestId]),
    ).toEqual([{ kind: "reset" }]);
  });

  test("[V8.3.2] roles changed and places lost count at the next click", async () => {
    const claim = claimIn(await tokenOf(tess.email, newPassword));
    expect(await ask(listStaff, claim, {})).toMatchObject({ code: "forbidden" });
    await execute(changeStaffRoles, operator, {
      email: tess.email,
      roles: ["security", "technical"],
    });
    const listed = await ask(listStaff, claim, {});
    expect(listed).toMatchObject({ ok: true });
    expect(listed.ok && listed.value.data.find(({ email }) => email === tess.email)).toMatchObject({
      roles: ["technical", "security"],
      endedAt: null,
    });
    await execute(removeStaff, operator, { email: tess.email });
    expect(await ask(showMe, claim, {})).toMatchObject({ code: "unauthenticated" });
    expect(await signIn(tess.email, newPassword)).toMatchObject({ code: "wrong_credentials" });
    expect(await execute(removeStaff, operator, { email: tess.email })).toMatchObject({
      code: "not_staff",
    });
  });

  test("whatever is done to the staff stands in the log of the installation, sealed", async () => {
    const sentences = (await log()).map(({ sentence }) => sentence);
    expect(sentences).toEqual(
      expect.arrayContaining([
        "The operator added Tess Technical to the staff, with the roles technical",
        "The operator changed Tess Technical's roles from technical to technical, security",
        "The operator took Tess Technical off the staff",
        "Tess Technical signed in",
        "Tess Technical set a new password by link",
      ]),
    );
    expect(
      await owner(
        "select 1 from installation_log where detail::text like '%' || encode('Tess', 'hex') || '%'",
      ),
    ).toEqual([]);
    await expect(
      inTransaction((db) => db.$client.query("delete from installation_log")),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

describe("a customer's user who is of the staff too", () => {
  test("picks where to work, goes over and back, and their name stays theirs in the account", async () => {
    const { Mia, accountId } = cast.people;
    const added = await execute(addStaff, operator, {
      email: Mia.email,
      name: "Mia of the staff",
      roles: ["support"],
    });
    expect(added).toMatchObject({ ok: true, value: { link: null } });

    const opened = await signIn(Mia.email);
    if (!opened.ok) throw new Error(opened.code);
    expect(opened.value.picked).toBe(false);
    const claim = claimIn(opened.value.token);
    expect(await ask(showMe, claim, {})).toMatchObject({
      value: { account: null, staff: { roles: ["support"] }, accounts: [{ id: accountId }] },
    });
    expect(await execute(chooseAccount, claim, { accountId })).toMatchObject({ ok: true });
    expect(await ask(showMe, claim, {})).toMatchObject({
      value: { account: { id: accountId }, name: Mia.name, operator: true },
    });
    expect(
      await owner(
        "select actor_kind, actor_id from activity where account_id = $1 and action = 'session.choose_account'",
        [accountId],
      ),
    ).toEqual([{ actor_kind: "user", actor_id: Mia.userId }]);
    expect(await execute(chooseOperator, claim, {})).toMatchObject({ ok: true });
    expect(await ask(showMe, claim, {})).toMatchObject({
      value: { staff: { id: added.ok && added.value.staffId } },
    });

    const inside = await claimOf(Mia);
    await execute(removeStaff, operator, { email: Mia.email });
    expect(await ask(showMe, claim, {})).toMatchObject({ code: "unauthenticated" });
    expect(await ask(showMe, inside, {})).toMatchObject({ value: { operator: false } });
    expect(await execute(chooseOperator, inside, {})).toMatchObject({ code: "not_found" });
  });
});

describe("what is done to a user who is of the staff too", () => {
  test("no account moves the address they sign in with as staff, also not by a link of earlier", async () => {
    const { Mia, accountId } = cast.people;
    const adam = await cast.as("Adam");
    await execute(startEmailChange, adam, { userId: Mia.userId, email: "thief@example.test" });
    const token = await tokenTo(Mia, "emailConfirm");
    await execute(addStaff, operator, { email: Mia.email, name: "Mia", roles: ["support"] });
    await owner("update links set not_before = null where not_before is not null");
    expect(await execute(confirmEmail, stranger(), { token })).toMatchObject({ code: "link_dead" });
    const again = { userId: Mia.userId, email: "thief2@example.test" };
    expect(await execute(startEmailChange, adam, again)).toMatchObject({ code: "forbidden" });
    expect(accountId).toBe(Mia.accountId);
  });

  test("permanently deleted in an account they go on as staff, and taken off the staff they are gone", async () => {
    const { Mia } = cast.people;
    const olga = await cast.as("Olga");
    await execute(deleteUser, olga, { userId: Mia.userId });
    const removed = await execute(removeUser, olga, { userId: Mia.userId, name: Mia.name });
    expect(removed).toMatchObject({ ok: true, value: { personGone: false } });
    const left = () => owner("select id from persons where id = $1", [Mia.personId]);
    expect(await left()).toHaveLength(1);
    expect((await execute(removeStaff, operator, { email: Mia.email })).ok).toBe(true);
    expect(await left()).toEqual([]);
    expect(await owner("select id from staff where person_id = $1", [Mia.personId])).toEqual([]);
    // in the journal too, so that no restore brings them back without a key
    expect(await owner("select kind from erasures where person_id = $1", [Mia.personId])).toEqual([
      { kind: "staff" },
    ]);
  });
});

describe("[P9] [V8.4.1] in a session of the staff, with every check of the application switched off", () => {
  test("the database shows not one row of any account", async () => {
    const one = await stageStaff("Rita Roles", "rita@staff.test", [
      "technical",
      "support",
      "security",
    ]);
    const claim = claimIn(await stageSession(one));
    const tables = await owner<{ name: string }>(
      `select c.relname as name from pg_class c where c.relrowsecurity and c.relnamespace = 'public'::regnamespace
         and not c.relispartition and exists (select from pg_attribute a where a.attrelid = c.oid
         and a.attname = 'account_id') or c.oid = 'accounts'::regclass`,
    );
    expect(tables.length).toBeGreaterThan(12);
    await cast.as("Olga");
    for (const { name } of tables) {
      const rows = await inTransaction(async (db) => {
        await believe(db, claim, false, "none");
        const own = name === "accounts" ? "" : "where account_id is not null";
        return (await db.$client.query(`select * from ${name} ${own}`)).rows;
      }).catch((error: unknown) => codeOf(error));
      expect([[], "42501"], name).toContainEqual(rows);
    }
    const persons = await inTransaction(async (db) => {
      await believe(db, claim, false, "none");
      return (await db.$client.query<{ id: string }>("select id from persons")).rows;
    });
    const staff = await owner<{ id: string }>("select person_id as id from staff");
    expect(staff.map(({ id }) => id)).toEqual(expect.arrayContaining(persons.map(({ id }) => id)));
  });
});
