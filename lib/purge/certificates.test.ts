import { createPublicKey, verify } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { acme } from "@/lib/cast/people";
import { type OnStage, stageAccount } from "@/lib/cast/stage";
import { claimOf, stranger } from "@/lib/cast/testing";
import { verifyCertificate } from "@/lib/cli/verify-certificate";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { listMailbox } from "@/lib/mail/mailbox";
import { erasePerson } from "@/lib/people/erase-person";
import { removeUser } from "@/lib/users/remove-user";
import { keepLeaving } from "./keep-leaving";
import { listDeletions } from "./list-deletions";
import { showCertificate } from "./show-certificate";
import { publicKeys } from "./signing";
import { canonical, type CertificateFile } from "./statement";

const installation = testInstallation();
const { owner } = installation;
let pool: pg.Pool;
let folder: string;
let key: string;

beforeAll(async () => {
  pool = new pg.Pool({ connectionString: installation.ownerUrl, max: 2 });
  folder = mkdtempSync(join(tmpdir(), "castellan-certificates-"));
  key = join(folder, "key.pem");
  const keys = await inTransaction(publicKeys);
  writeFileSync(key, keys.map(({ pem }) => pem).join(""));
});
afterAll(async () => {
  await pool.end();
  rmSync(folder, { recursive: true });
});
afterEach(() => owner("delete from backups"));

/** A full backup that was begun so many days ago. */
const backedUp = (daysAgo: number) =>
  owner(
    `insert into backups (id, label, kind, engine, base, state, started_at, ended_at, bytes, rows)
     select gen_random_uuid(), 'full ' || $1, 'full', 'embedded', 'full ' || $1, 'whole', at, at + interval '1 hour', 1, 1
     from (select now() - $1 * interval '1 day' as at) a`,
    [daysAgo],
  );
const lookedAt = () =>
  owner(
    `insert into backup_state (id, checked_at, waiting, gap, key_here, sealed, journal_whole) values (1, now(), 0, false, false, true, true)
     on conflict (id) do update set checked_at = now()`,
  );
const purgedDaysAgo = (days: number) =>
  owner("update purges set finished_at = now() - $1 * interval '1 day'", [days]);

let round = 0;
/** Somebody who wanted the certificate and is gone; the letters they got, and the certificate as it is now. */
async function gone() {
  round += 1;
  const { Mia } = await stageAccount(`Acme ${round}`, {
    Olga: { ...acme.Olga, email: `${round}.olga@example.test` },
    Mia: { ...acme.Mia, email: `${round}.mia@example.test` },
  });
  await execute(erasePerson, jobClaim(null), { personId: Mia.personId, letter: true });
  return {
    letters: async () =>
      (await listMailbox()).filter(({ to }) => to.includes(Mia.email)).toReversed(),
    async file(): Promise<CertificateFile> {
      const [letter] = await this.letters();
      const [, code] = /\/trust\/certificates\/([\w-]{43})/.exec(letter!.text)!;
      const shown = await ask(showCertificate, stranger(), { code });
      if (!shown.ok) throw new Error(shown.code);
      return shown.value;
    },
  };
}

const saved = (file: unknown) => {
  const path = join(folder, "certificate.json");
  writeFileSync(path, JSON.stringify(file, null, 2));
  return path;
};

describe("a certificate of deletion", () => {
  test("[P65] verifies offline, and not when a number, a time or the key is another one", async () => {
    const { file } = await gone().then((one) => ({ file: one.file.bind(one) }));
    await keepLeaving(pool);
    const certificate = await file();
    const said = await verifyCertificate({ file: saved(certificate), key });
    expect(said[0]).toBe(`The certificate is as ${certificate.statement.signer} signed it.`);
    expect(said[1]).toContain(`Person ${certificate.statement.object} was destroyed`);
    for (const forge of [
      (it: CertificateFile) => (it.statement.deleted.users = 99),
      (it: CertificateFile) => (it.statement.finishedAt = "2020-01-01T00:00:00.000Z"),
      (it: CertificateFile) => (it.statement.keys.fingerprints = []),
      (it: CertificateFile) => (it.confirmation!.confirmedAt = "2020-01-01T00:00:00.000Z"),
    ]) {
      const forged = structuredClone(certificate);
      forge(forged);
      await expect(verifyCertificate({ file: saved(forged), key })).rejects.toThrow(
        /is not as it was signed/,
      );
    }
    const other = join(folder, "other.pem");
    writeFileSync(
      other,
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
    );
    await expect(verifyCertificate({ file: saved(certificate), key: other })).rejects.toThrow(
      /which is not among the keys given/,
    );
    await expect(verifyCertificate({ file: key, key })).rejects.toThrow(/is no certificate/);
  });

  test("[P65] is plain Ed25519 over JSON with sorted names: any tool verifies it", async () => {
    const one = await gone();
    await keepLeaving(pool);
    const { statement, signature } = await one.file();
    const signed = Buffer.from(canonical(statement));
    expect(signed.toString()).toMatch(/^\{"account":null,"backupsGoneBy":null,"deleted":\{/);
    const [{ pem } = { pem: "" }] = await inTransaction(publicKeys);
    expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature, "base64"))).toBe(true);
  });

  test("[P66] where backups are made, it says until when they hold it, and is confirmed when the last is gone", async () => {
    await backedUp(3);
    const one = await gone();
    await keepLeaving(pool);
    const first = await one.file();
    const { statement } = first;
    expect(Date.parse(statement.backupsGoneBy!) - Date.parse(statement.finishedAt)).toBe(
      98 * 86_400_000,
    );
    expect(first.confirmation).toBeNull();
    expect((await one.letters()).map(({ subject }) => subject)).toEqual([
      "Certificate of deletion",
    ]);

    // fifty days on, the backup from before is still there beside younger ones
    await purgedDaysAgo(50);
    await owner("delete from backups");
    await backedUp(53);
    await backedUp(46);
    await lookedAt();
    await keepLeaving(pool);
    expect((await one.file()).confirmation).toBeNull();
    expect(await owner("select from purge_recipients")).toHaveLength(1);

    // it expires: what is left was begun after the deletion
    await owner("update backups set state = 'dropped' where label = 'full 53'");
    await keepLeaving(pool);
    const { confirmation } = await one.file();
    expect(confirmation).toMatchObject({ certificate: statement.id, object: statement.object });
    expect((await one.letters()).map(({ subject }) => subject)).toEqual([
      "Certificate of deletion",
      "The last backup is gone",
    ]);
    expect(await owner("select from purge_recipients"), "the address is destroyed").toEqual([]);
    await keepLeaving(pool);
    expect(await one.letters()).toHaveLength(2);
    const said = await verifyCertificate({ file: saved(await one.file()), key });
    expect(said.at(-1)).toMatch(/^No backup holds it any more: confirmed on /);
  });

  test("[P66] is not confirmed as long as nobody has looked at the backups since", async () => {
    await backedUp(3);
    const one = await gone();
    await owner("delete from backups");
    await owner("delete from backup_state");
    await keepLeaving(pool);
    await purgedDaysAgo(120);
    await keepLeaving(pool);
    expect((await one.file()).confirmation).toBeNull();
    await lookedAt();
    await keepLeaving(pool);
    expect((await one.file()).confirmation).not.toBeNull();
  });

  test("[P35] [P66] a user who is permanently deleted has one too, with its countdown in the account's list", async () => {
    await backedUp(1);
    const { Olga, Mia } = (await stageAccount("Counting", {
      Olga: { ...acme.Olga, email: "counting.olga@example.test" },
      Mia: { ...acme.Mia, email: "counting.mia@example.test", status: "deleted" },
    })) as Record<"Olga" | "Mia", OnStage>;
    const removed = await execute(removeUser, await claimOf(Olga), {
      userId: Mia.userId,
      name: Mia.name,
    });
    expect(removed).toMatchObject({ ok: true });
    const listed = await ask(listDeletions, await claimOf(Olga), {});
    if (!listed.ok) throw new Error(listed.code);
    expect(listed.value.data).toMatchObject([{ goneBy: expect.any(String), goneAt: null }]);
    const [{ id, goneBy } = { id: "", goneBy: "" }] = listed.value.data;
    const left = (Date.parse(goneBy!) - Date.now()) / 86_400_000;
    expect(left).toBeGreaterThan(97);
    expect(left).toBeLessThanOrEqual(98);
    const [row] = await owner<{ statement: string }>("select statement from purges where id = $1", [
      id,
    ]);
    expect(JSON.parse(row!.statement)).toMatchObject({
      ...{ kind: "user", object: Mia.userId },
      deleted: { users: 1, persons: 1 },
      keys: { destroyed: 1 },
    });
    expect(row!.statement).not.toMatch(/mia/i);
  });
});
