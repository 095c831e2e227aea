import { beforeEach, expect, test } from "vitest";

import { renameAccount } from "@/lib/accounts/rows";
import { testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { findUser, updateCard, updateUser } from "@/lib/users/rows";
import { names } from "./names";

testInstallation();
const cast = testCast();

const old = (name: string, locale: string | null = null) =>
  inTransaction(async (db) => {
    const { accountId, Mia } = cast.people;
    await enterScope(db, accountId);
    const input = { userId: Mia.userId };
    await updateCard(db, await findUser({ db, me: { kind: "system", accountId }, input }), {
      name,
    });
    const user = await findUser({ db, me: { kind: "system", accountId }, input });
    await updateUser(db, user.row, { locale });
  });

beforeEach(() => old("Mia Member"));

test("names from before the rule are listed by id, with what to do, and are not told", async () => {
  const { accountId, Mia } = cast.people;
  expect(await names()).toEqual(["Every name, language and time zone is as it should be."]);
  await old("Mia\u202e secret", "xx-XX");
  await inTransaction(async (db) => {
    await enterScope(db, accountId);
    await renameAccount(db, accountId, "\u200b");
  });
  const lines = await names();
  expect(lines).toEqual([
    `account ${accountId}: its name: nothing in it is visible; it needs a new one`,
    `account ${accountId}: name of user ${Mia.userId}: has invisible characters or unusual spaces; write it anew`,
    `account ${accountId}: language of user ${Mia.userId}: xx-XX is unknown; choose another`,
  ]);
  expect(lines.join()).not.toContain("secret");
});
