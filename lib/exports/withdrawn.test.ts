import pg from "pg";
import { expect, test } from "vitest";

import { stageUser } from "@/lib/cast/stage";
import { stageExport } from "@/lib/cast/stage-export";
import { testCast } from "@/lib/cast/testing";
import { type Database, inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { execute } from "@/lib/gate/execute";
import { removeUser } from "@/lib/users/remove-user";
import { beginRun, finishRun, insertExport, removalsSeen, type Whose } from "./rows";

const { owner } = testInstallation();
const cast = testCast();

const made = { key: "a key", bytes: 1, rows: 1, keptDays: 7 };
const inScope = <T>(whose: Whose, work: (db: Database) => Promise<T>): Promise<T> =>
  inTransaction(async (db) => {
    await enterScope(db, whose.accountId, whose.personId);
    return work(db);
  });

/** An archive that is being made, as it stands when everything was read. */
const begun = (whose: Whose) =>
  inScope(whose, async (db) => {
    const id = await insertExport(db, whose, { requestedBy: newId(), requestId: newId() });
    return { id, run: (await beginRun(db, whose, id))!, seen: await removalsSeen(db, false) };
  });
const finished = (whose: Whose, { seen, ...run }: Awaited<ReturnType<typeof begun>>) =>
  inScope(whose, (db) => finishRun(db, whose, run, { ...made, seen }));
const stateOf = async (id: string) =>
  (await owner<{ state: string }>("select state from exports where id = $1", [id]))[0]!.state;

const someoneInTheBin = () =>
  inTransaction((db) =>
    stageUser(
      db,
      cast.people.accountId,
      { name: "Zoe", email: `${newId()}@example.test`, role: "user", status: "deleted" },
      "none",
    ),
  );

const everyWhose = (): Whose[] => [
  { accountId: cast.people.accountId, personId: null },
  { accountId: null, personId: cast.people.Mia.personId },
];

test("[P35] archives that are ready or being made when a user is permanently deleted are withdrawn", async () => {
  for (const whose of everyWhose()) {
    const ready = await stageExport(whose, newId());
    const underWay = await begun(whose);
    const { userId, name } = await someoneInTheBin();
    const removed = await execute(removeUser, await cast.as("Olga"), { userId, name });
    expect(removed).toMatchObject({ ok: true });
    expect(await finished(whose, underWay)).toBe(false);
    expect([await stateOf(ready), await stateOf(underWay.id)]).toEqual(["cancelled", "cancelled"]);
    expect(await owner("select from exports where file_key is not null")).toEqual([]);
  }
});

test("[P35] one that begins while a deletion has not committed yet, and reads what it deletes, is never ready", async () => {
  for (const whose of everyWhose()) {
    const { accountId, userId } = await someoneInTheBin();
    const deleting = new pg.Client({ connectionString: process.env.CASTELLAN_APP_DATABASE_URL });
    await deleting.connect();
    await deleting.query("begin");
    await deleting.query("select set_config('castellan.account_id', $1, true)", [accountId]);
    await deleting.query("select castellan.destroy_activity($1)", [userId]);
    const underWay = await begun(whose);
    const ending = finished(whose, underWay);
    await deleting.query(
      "insert into ledger (account_id, id, kind, actor_kind, destroyed, request_id) values ($1, $2, 'user', 'system', 0, 'r')",
      [accountId, newId()],
    );
    await deleting.query("commit");
    await deleting.end();
    expect(await ending).toBe(false);
    expect(await stateOf(underWay.id)).toBe("cancelled");
  }
});

test("without a deletion in between an archive is ready, and other accounts’ archives stay", async () => {
  const nextDoor: Whose = { accountId: cast.people.nextDoorId, personId: null };
  const theirs = await stageExport(nextDoor, newId());
  const { userId, name } = await someoneInTheBin();
  await execute(removeUser, await cast.as("Olga"), { userId, name });
  expect(await stateOf(theirs)).toBe("ready");
  for (const whose of everyWhose()) {
    const underWay = await begun(whose);
    expect(await finished(whose, underWay)).toBe(true);
    expect(await stateOf(underWay.id)).toBe("ready");
  }
});
