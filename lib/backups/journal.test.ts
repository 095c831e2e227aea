import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { acme, nextDoor } from "@/lib/cast/people";
import { type OnStage, stageAccount, stageStaff } from "@/lib/cast/stage";
import { inTransaction } from "@/lib/db/connection";
import { NOBODY } from "@/lib/db/schema/traffic";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { removeUser } from "@/lib/users/remove-user";
import { copyJournal, journalErasure, journalFile } from "./journal";
import { replayErasures } from "./replay-erasures";

const installation = testInstallation();
const { owner } = installation;
let client: pg.Client;
let disk: string;
let people: Record<keyof typeof acme, OnStage>;

const env = () => readEnv(process.env);
const replay = () => replayErasures(client, env());

beforeAll(async () => {
  client = new pg.Client(installation.ownerUrl);
  await client.connect();
  disk = mkdtempSync(join(tmpdir(), "castellan-disk-"));
});
afterAll(async () => {
  await client.end();
  rmSync(disk, { recursive: true, force: true });
  delete process.env.CASTELLAN_BACKUP_DIR;
});
let accounts = 0;
beforeEach(async () => {
  delete process.env.CASTELLAN_BACKUP_DIR;
  accounts += 1;
  const others = Object.entries(acme).map(([name, one]) => [
    name,
    { ...one, email: `${accounts}-${one.email}` },
  ]);
  people = await stageAccount("Acme", Object.fromEntries(others) as typeof acme);
});

/** Says in the journal that this user was erased, while the database does not know: as after a restore. */
async function eraseInJournalOnly({ accountId, userId, personId }: OnStage): Promise<void> {
  const erased = { kind: "user" as const, accountId, objectId: userId, personId };
  await inTransaction(async (db) => {
    await journalErasure(db, erased, new Date());
    throw new Error("undone");
  }).catch(() => {});
}

describe("[P65] [P66] the erasure journal", () => {
  test("has a line for each permanent deletion, with nothing that tells who it was", async () => {
    await owner("update users set status = 'deleted', deleted_at = now() where id = $1", [
      people.Mia.userId,
    ]);
    await execute(removeUser, jobClaim(people.Mia.accountId), { userId: people.Mia.userId });
    const [line] = readFileSync(journalFile(env()), "utf8").split("\n").filter(Boolean).slice(-1);
    expect(JSON.parse(line!)).toMatchObject({ kind: "user", objectId: people.Mia.userId });
    expect(line).not.toMatch(/mia|@/i);
    expect(await replay()).toEqual({ replayed: 0, unknown: 0, damaged: 0 });
  });

  test("what a restore brought back is erased again: user, activity, person, and once", async () => {
    await eraseInJournalOnly(people.Mia);
    expect(await replay()).toMatchObject({ replayed: 1, unknown: 0 });
    expect(await owner("select from users where id = $1", [people.Mia.userId])).toEqual([]);
    expect(await owner("select from persons where id = $1", [people.Mia.personId])).toEqual([]);
    expect(
      await owner("select kind, actor_kind from ledger where account_id = $1", [
        people.Mia.accountId,
      ]),
    ).toEqual([{ kind: "user", actor_kind: "system" }]);
    expect(await replay()).toMatchObject({ replayed: 0 });
  });

  test("someone who has a place elsewhere keeps their person", async () => {
    const there = await stageAccount("Next door", {
      Nora: { ...nextDoor.Nora, email: people.Adam.email },
    });
    await eraseInJournalOnly(people.Adam);
    await replay();
    expect(await owner("select from persons where id = $1", [there.Nora.personId])).toHaveLength(1);
    expect(await owner("select from users where id = $1", [there.Nora.userId])).toHaveLength(1);
  });

  test("the only owner of that time is erased too; the account then waits for another", async () => {
    await owner("update users set role = 'user' where id = $1", [people.Otto.userId]);
    await eraseInJournalOnly(people.Olga);
    await replay();
    expect(await owner("select from users where id = $1", [people.Olga.userId])).toEqual([]);
    expect(
      await owner("select state, active_owner_count as n from accounts where id = $1", [
        people.Olga.accountId,
      ]),
    ).toEqual([{ state: "setting_up", n: 0 }]);
  });

  test("someone taken off the staff who was nobody else is gone again, with their keys", async () => {
    const { personId, staffId } = await stageStaff("Tess", "tess.gone@example.test", ["technical"]);
    const erased = { kind: "staff" as const, accountId: NOBODY, objectId: staffId, personId };
    await inTransaction(async (db) => {
      await journalErasure(db, erased, new Date());
      throw new Error("undone");
    }).catch(() => {});
    expect(await replay()).toMatchObject({ replayed: 1 });
    expect(await owner("select from staff where id = $1", [staffId])).toEqual([]);
    expect(await owner("select from person_keys where person_id = $1", [personId])).toEqual([]);
  });

  test("a revoked key that a restore brought back is revoked again", async () => {
    const { accountId, userId } = people.Olga;
    const [key] = await owner<{ id: string }>(
      `insert into api_keys (account_id, id, key_hash, name, hint, holder_id, scopes, expires_at)
       values ($1, gen_random_uuid(), sha256('a'), 'x', 'abcd', $2, '', now() + interval '1 day') returning id`,
      [accountId, userId],
    );
    await inTransaction(async (db) => {
      await journalErasure(
        db,
        { kind: "api_key", accountId, objectId: key!.id, personId: null },
        new Date(),
      );
      throw new Error("undone");
    }).catch(() => {});
    await replay();
    expect(await owner("select revoked_because from api_keys where id = $1", [key!.id])).toEqual([
      { revoked_because: "person" },
    ]);
  });

  test("a line nobody finished writing, and one somebody changed, are counted and not believed", async () => {
    const whole = readFileSync(journalFile(env()));
    appendFileSync(journalFile(env()), '{"id":"0199');
    await eraseInJournalOnly(people.Ivo); // begins a line of its own
    const text = readFileSync(journalFile(env()), "utf8");
    writeFileSync(journalFile(env()), text.replaceAll(people.Ivo.userId, people.Aria.userId));
    expect(await replay()).toMatchObject({ replayed: 0, damaged: 2 });
    expect(await owner("select from users where id = $1", [people.Aria.userId])).toHaveLength(1);
    writeFileSync(journalFile(env()), whole);
  });

  test("a journal that lost lines is found out by what the database knows", async () => {
    const whole = readFileSync(journalFile(env()));
    writeFileSync(journalFile(env()), "");
    expect((await replay()).unknown).toBeGreaterThan(0);
    writeFileSync(journalFile(env()), whole);
  });

  test("its copy on the backup disk is enough, also one of another machine", async () => {
    process.env.CASTELLAN_BACKUP_DIR = disk;
    await eraseInJournalOnly(people.Pia); // written to both at once
    const local = readFileSync(journalFile(env()));
    rmSync(journalFile(env()));
    expect(await replay()).toMatchObject({ replayed: 1 });
    writeFileSync(journalFile(env()), local);
    rmSync(join(disk, "erasures"), { recursive: true });
    await copyJournal(env());
    rmSync(journalFile(env()));
    expect(await replay()).toMatchObject({ replayed: 0, unknown: 0 });
    writeFileSync(journalFile(env()), local);
  });

  test("without room to write it nobody is erased, and nothing is half done", async () => {
    const folder = dirname(journalFile(env()));
    const whole = readFileSync(journalFile(env()));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file is in the way");
    await owner("update users set status = 'deleted', deleted_at = now() where id = $1", [
      people.Mia.userId,
    ]);
    const outcome = await execute(removeUser, jobClaim(people.Mia.accountId), {
      userId: people.Mia.userId,
    });
    expect(outcome).toMatchObject({ ok: false });
    expect(await owner("select from users where id = $1", [people.Mia.userId])).toHaveLength(1);
    rmSync(folder);
    mkdirSync(folder);
    writeFileSync(journalFile(env()), whole);
  });
});
