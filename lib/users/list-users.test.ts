import { expect, test } from "vitest";

import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { deleteUser } from "./delete-user";
import { inviteUser } from "./invite-user";
import { listUsers } from "./list-users";
import { removeUser } from "./remove-user";
import type { UserPage } from "./user";

testInstallation();
const cast = testCast();

async function pageOf(asked: Record<string, unknown>): Promise<UserPage> {
  const outcome = await ask(listUsers, await cast.as("Olga"), asked);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
}

test("a bin of seven is shown whole while each one shown is removed, and no cursor tells a name", async () => {
  const me = await cast.as("Olga");
  const names = Array.from({ length: 7 }, (_, n) => `Binned ${n}`);
  for (const name of names) {
    const email = `${name.toLowerCase().replace(" ", ".")}@example.test`;
    const invited = await execute(inviteUser, me, { name, email, role: "user" });
    if (!invited.ok) throw new Error(invited.code);
    await execute(deleteUser, me, { userId: invited.value.userId });
  }
  const shown: string[] = [];
  let cursor: string | null = null;
  do {
    const page: UserPage = await pageOf({ status: "deleted", limit: 3, ...(cursor && { cursor }) });
    for (const { id, name } of page.data) {
      shown.push(name);
      expect(await execute(removeUser, me, { userId: id, name })).toMatchObject({ ok: true });
    }
    cursor = page.nextCursor;
    expect(Buffer.from(cursor ?? "", "base64url").toString("latin1")).not.toContain("Binned");
  } while (cursor);
  expect(shown).toEqual(names);
});
