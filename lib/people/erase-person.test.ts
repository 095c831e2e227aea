import { beforeEach, describe, expect, test } from "vitest";

import { listActivity } from "@/lib/activity/list-activity";
import { readJournals } from "@/lib/backups/journal";
import { acme, castPassword } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageStaff } from "@/lib/cast/stage";
import { claimOf, stranger } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { listMailbox } from "@/lib/mail/mailbox";
import { openSession } from "@/lib/sessions/open-session";
import { pauseUser } from "@/lib/users/pause-user";
import { resumeUser } from "@/lib/users/resume-user";
import { installationKey } from "@/lib/vault/keyring";
import { forgetVault } from "@/lib/vault/vaults";
import { showMe } from "./show-me";
import { eraseMe } from "./erase-me";
import { erasePerson } from "./erase-person";

const installation = testInstallation();
const { owner } = installation;

let adam: OnStage;
let olga: OnStage;
let mia: OnStage;
let elsewhere: OnStage;
let round = 0;

beforeEach(async () => {
  round += 1;
  const email = (name: keyof typeof acme) => `${round}.${acme[name].email}`;
  const one = (name: keyof typeof acme) => ({ ...acme[name], email: email(name) });
  ({
    Olga: olga,
    Adam: adam,
    Mia: mia,
  } = await stageAccount("Acme", {
    Olga: one("Olga"),
    Adam: one("Adam"),
    Mia: one("Mia"),
  }));
  ({ Mia: elsewhere } = await stageAccount("Elsewhere", {
    Nora: { ...acme.Olga, name: "Nora", email: `${round}.nora@example.test` },
    Mia: { ...acme.Mia, name: "Mia elsewhere", email: email("Mia"), role: "administrator" },
  }));
});

const erase = (personId: string, more: object = {}) =>
  execute(erasePerson, jobClaim(null), { personId, ...more });

describe("the erasure of a person", () => {
  test("[P65] takes their users in all accounts, sessions, letters and keys, and leaves what they did without a name", async () => {
    const session = await claimOf(mia);
    await execute(pauseUser, await claimOf(elsewhere), {
      userId: (
        await owner<{ id: string }>(
          "select id from users where account_id = $1 and role = 'owner'",
          [elsewhere.accountId],
        )
      )[0]!.id,
    });
    await execute(pauseUser, await claimOf(adam), { userId: mia.userId });
    await execute(resumeUser, await claimOf(adam), { userId: mia.userId });
    const outcome = await erase(mia.personId);
    expect(outcome).toMatchObject({ ok: true });
    for (const table of ["users", "sessions", "letters", "links", "person_keys"])
      expect(
        await owner(`select from ${table} where person_id = $1`, [mia.personId]),
        table,
      ).toEqual([]);
    expect(await owner("select from persons where id = $1", [mia.personId])).toEqual([]);
    expect(
      await owner("select from activity where object_id = any ($1)", [
        [mia.userId, elsewhere.userId],
      ]),
    ).toEqual([]);
    expect(
      await owner("select from activity where actor_id = any ($1)", [
        [mia.userId, elsewhere.userId],
      ]),
    ).toEqual([]);
    expect(await ask(showMe, session, {})).toMatchObject({ code: "unauthenticated" });
    expect(
      await execute(openSession, stranger(), { email: mia.email, password: castPassword }),
    ).toMatchObject({ code: "wrong_credentials" });
    const feed = await ask(listActivity, await claimOf(olga), {});
    if (!feed.ok) throw new Error(feed.code);
    expect(JSON.stringify(feed.value)).not.toContain(mia.name);
    expect(feed.value.data[0]).toMatchObject({
      sentence: "Castellan erased a person who had asked for it, with 2 entries about them",
    });
    expect(
      await owner("select destroyed from ledger where account_id = $1", [mia.accountId]),
    ).toEqual([{ destroyed: 2 }]);
  });

  test("[P65] is certified, and noted in the journal that no restore may forget", async () => {
    const outcome = await erase(mia.personId, { requestedAt: "2026-01-05T10:00:00Z" });
    if (!outcome.ok) throw new Error(outcome.code);
    const [purge] = await owner<{ statement: string; kind: string }>(
      "select kind, statement from purges where id = $1",
      [outcome.value.certificateId],
    );
    expect(JSON.parse(purge!.statement)).toMatchObject({
      kind: "person",
      object: mia.personId,
      account: null,
      deleted: { persons: 1, users: 2 },
      keys: { destroyed: 1, fingerprints: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
    });
    const [key] = await inTransaction((db) => installationKey(db, "journal"));
    const { erasures } = await readJournals(readEnv(process.env), key!.key);
    expect(erasures.at(-1)).toMatchObject({ kind: "person", objectId: mia.personId });
  });

  test("[P65] goes through while an account of theirs is being purged, whose key was destroyed first", async () => {
    await owner("update accounts set state = 'purging' where id = $1", [elsewhere.accountId]);
    await owner("delete from account_keys where account_id = $1", [elsewhere.accountId]);
    forgetVault(`account:${elsewhere.accountId}`);
    expect(await erase(mia.personId)).toMatchObject({ ok: true });
    expect(await owner("select from users where person_id = $1", [mia.personId])).toEqual([]);
  });

  test("[P65] the only owner of an account hands over first, and is told of which", async () => {
    expect(await erase(olga.personId)).toMatchObject({
      code: "last_owner",
      says: "They are the only owner of Acme. Make someone else an owner first, or close the account.",
    });
    expect(await owner("select from users where person_id = $1", [olga.personId])).toHaveLength(1);
  });

  test("someone of the staff is no longer of the staff before", async () => {
    const tess = await stageStaff("Tess", `${round}.tess@example.test`, ["technical"]);
    expect(await erase(tess.personId)).toMatchObject({ code: "still_staff" });
  });

  test("[P65] [P66] ordered by themselves with the password, it sends the certificate to those who wanted it, and forgets the address after the last letter", async () => {
    const asked = (by: OnStage, password = castPassword) =>
      claimOf(by).then((claim) => execute(eraseMe, claim, { password, letter: true }));
    expect(await asked(olga)).toMatchObject({ code: "last_owner" });
    expect(await asked(mia, "not the password at all")).toMatchObject({ code: "wrong_password" });
    expect(await asked(mia)).toMatchObject({ ok: true });
    await workOff(installation.ownerUrl);
    expect(await owner("select from persons where id = $1", [mia.personId])).toEqual([]);
    await owner("select graphile_worker.add_job('leaving')");
    await workOff(installation.ownerUrl);
    const letters = (await listMailbox()).filter(({ to }) => to.includes(mia.email));
    expect(letters.map(({ subject }) => subject)).toEqual(["Certificate of deletion"]);
    expect(letters[0]!.text).toContain("No backups are made here, so nothing is left.");
    expect(await owner("select from purge_recipients")).toEqual([]);
  });
});
