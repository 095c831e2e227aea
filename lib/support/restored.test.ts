import { expect, test } from "vitest";

import { finishRestore, writeRestoreNote } from "@/lib/backups/finish-restore";
import { stageStaff } from "@/lib/cast/stage";
import { stageGrant } from "@/lib/cast/stage-support";
import { testCast } from "@/lib/cast/testing";
import { newId } from "@/lib/db/id";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { ask } from "@/lib/gate/ask";
import { listGrants } from "./list-grants";

const installation = testInstallation();
const cast = testCast();

test("[P50] an access that was open at the time of a backup is not open again after a restore", async () => {
  const { accountId } = cast.people;
  const sam = await stageStaff("Sam Support", "sam@staff.test", ["support"]);
  for (const state of ["live", "invited", "pending"] as const) {
    await stageGrant(accountId, sam, { state });
  }
  const now = new Date();
  const env = readEnv(process.env);
  await writeRestoreNote(env, { id: newId(), label: "full", at: now, restoredTo: now });
  await finishRestore(installation.ownerUrl, env);
  const listed = await ask(listGrants, await cast.as("Olga"), {});
  const grants = listed.ok ? listed.value.data : [];
  expect(grants.map(({ state, endedBy }) => [state, endedBy])).toEqual([
    ["pending", null],
    ["ended", "operator"],
    ["ended", "operator"],
  ]);
});
