import { readdirSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, test, vi } from "vitest";

import { createApi } from "@/lib/api/api";
import { castPassword } from "@/lib/cast/people";
import { type OnStage, stageKey, stageSession, stageUser } from "@/lib/cast/stage";
import { claimOf, testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { workOff } from "@/lib/jobs/testing";
import { hashed } from "@/lib/passwords/check";
import { editMe } from "@/lib/people/edit-me";
import { changeRole } from "@/lib/users/change-role";
import { resendInvitation } from "@/lib/users/resend-invitation";
import type { ExportView } from "./export";
import { listCopies } from "./list-copies";
import { requestCopy } from "./request-copy";
import { ofPerson } from "./sections";
import { rowsIn, unpack } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const api = createApi();

/** Mia, who has a place next door as well. */
let miaNextDoor: OnStage;

beforeAll(async () => {
  const { Mia, Ivo, nextDoorId } = cast.people;
  const hash = await hashed(castPassword);
  miaNextDoor = await inTransaction((db) =>
    stageUser(db, nextDoorId, { ...Mia, name: "Mia Next Door", role: "auditor" }, hash),
  );
  await execute(editMe, await claimOf(Mia), { title: "Reader" });
  await execute(editMe, await claimOf(miaNextDoor), { title: "Reader next door" });
  await execute(changeRole, await cast.as("Adam"), { userId: Mia.userId, role: "auditor" });
  await execute(resendInvitation, await cast.as("Adam"), { userId: Ivo.userId });
  await stageKey(miaNextDoor, { name: "Mine" });
  await stageKey(cast.people.Nora, { name: "Not mine" });
});

async function copyOf(who: OnStage): Promise<{ id: string; view: ExportView }> {
  const asked = await execute(requestCopy, await claimOf(who), {});
  if (!asked.ok) throw new Error(asked.says);
  await workOff(installation.ownerUrl);
  const list = await ask(listCopies, await claimOf(who), {});
  if (!list.ok) throw new Error(list.says);
  return {
    id: asked.value.exportId,
    view: list.value.data.find(({ id }) => id === asked.value.exportId)!,
  };
}

const download = async (id: string, token: string) =>
  api(
    new Request(`http://localhost:3000/api/v1/me/copies/${id}/download`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    }),
    { ip: "203.0.113.9" },
  );

describe("[P78] a person's copy of their data", () => {
  test("has their login, their place in every account, and what they did, and nothing of others", async () => {
    const { Mia, accountId, nextDoorId } = cast.people;
    const { id, view } = await copyOf(Mia);
    expect(view).toMatchObject({ state: "ready", may: ["me.download_copy"] });
    const answer = await download(id, await stageSession(Mia));
    const { manifest, files } = await unpack(Buffer.from(await answer.arrayBuffer()));
    expect(manifest).toMatchObject({ kind: "person", archive: id });
    for (const { name, shape } of ofPerson)
      for (const row of rowsIn(files, name)) expect(shape.strict().parse(row)).toEqual(row);
    expect(rowsIn(files, "login")).toMatchObject([{ id: Mia.personId, email: Mia.email }]);
    expect(rowsIn(files, "accounts")).toMatchObject([
      { accountId, account: "Acme", name: Mia.name, title: "Reader", role: "auditor" },
      { accountId: nextDoorId, account: "Next door", title: "Reader next door", role: "auditor" },
    ]);
    expect(rowsIn(files, "sessions").length).toBeGreaterThan(2);
    expect(rowsIn(files, "activity").map((row) => [row.accountId, row.action])).toEqual(
      expect.arrayContaining([
        [accountId, "me.edit"],
        [accountId, "me.request_copy"],
        [nextDoorId, "me.edit"],
      ]),
    );
    expect(rowsIn(files, "about-you")).toContainEqual(
      expect.objectContaining({
        accountId,
        action: "user.change_role",
        actorKind: "user",
        changes: [{ field: "role", from: "user", to: "auditor" }],
      }),
    );
    expect(rowsIn(files, "api-keys")).toMatchObject([{ accountId: nextDoorId, name: "Mine" }]);
    const all = Buffer.concat([...files.values()]).toString();
    for (const other of ["Adam", "Olga", "Nora", "Not mine"]) expect(all).not.toContain(other);
    const [secret] = await owner<{ hash: string }>(
      "select password_hash as hash from persons where id = $1",
      [Mia.personId],
    );
    expect(all).not.toContain(secret!.hash);
  });

  test("is told in the activity of the account it was asked for in, in words", async () => {
    const { Mia } = cast.people;
    const { id } = await copyOf(Mia);
    await (await download(id, await stageSession(Mia))).arrayBuffer();
    const told = await owner<{ action: string; account_id: string }>(
      "select action, account_id from activity where actor_id = $1 and action like 'me.%copy' order by at desc limit 2",
      [Mia.userId],
    );
    expect(told.map(({ action }) => action)).toEqual(["me.download_copy", "me.request_copy"]);
  });

  test("is nobody else's: neither an owner's of the account, nor a neighbour's", async () => {
    const { Mia, Olga, Adam, Nora } = cast.people;
    const { id } = await copyOf(Mia);
    for (const one of [Olga, Adam, Nora]) {
      const answer = await download(id, await stageSession(one));
      expect(answer.status, one.name).toBe(404);
      const list = await ask(listCopies, await claimOf(one), {});
      expect(list.ok && list.value.data).toEqual([]);
    }
    expect((await download(id, await stageSession(miaNextDoor))).status).toBe(200);
  });

  test("[V7.5.3] is fetched with a fresh password alone", async () => {
    const { Mia } = cast.people;
    const { id } = await copyOf(Mia);
    const token = await stageSession(Mia);
    await owner("update sessions set confirmed_at = now() - interval '11 minutes'");
    expect((await download(id, token)).status).toBe(403);
  });

  test("goes with the person: its row at once, its file with the next sweep", async () => {
    const { Pia } = cast.people;
    const folder = join(process.env.CASTELLAN_DATA_DIR!, "files", "exports");
    await owner("update users set status = 'active' where id = $1", [Pia.userId]);
    await copyOf(Pia);
    const before = readdirSync(folder).length;
    await owner("delete from users where id = $1", [Pia.userId]);
    await owner("delete from persons where id = $1", [Pia.personId]);
    const { sweepExports } = await import("./sweep-exports");
    await sweepExports();
    expect(readdirSync(folder)).toHaveLength(before - 1);
  });
});
