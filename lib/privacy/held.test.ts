import { describe, expect, test, vi } from "vitest";

import { whatADestroyedKeyMeans } from "@/lib/backups/destroyed-key";
import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { stageKey, stageUser } from "@/lib/cast/stage";
import { testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { LETTERS_KEPT, SESSIONS_KEPT, TRIES_KEPT } from "./kept";
import type { Privacy } from "./privacy";
import { showPrivacy } from "./show-privacy";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

const privacyOf = async (name: "Mia" | "Adam"): Promise<Privacy> => {
  const outcome = await ask(showPrivacy, await cast.as(name), {});
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

describe("[P78] what is held about a person", () => {
  test("is told for the login, and for each account they are in", async () => {
    const { Mia, Adam, nextDoorId } = cast.people;
    await inTransaction((db) => stageUser(db, nextDoorId, { ...Mia, role: "auditor" }, "none"));
    await stageKey(Adam);
    const mia = await privacyOf("Mia");
    expect(mia.accounts.map(({ name, role, current }) => [name, role, current])).toEqual([
      ["Acme", "user", true],
      ["Next door", "auditor", false],
    ]);
    expect(mia.erasing.lastUserOfPerson).toBe(false);
    expect(mia.person.map((held) => held.class)).toContain("sessions");
    for (const held of [...mia.person, ...mia.accounts[0]!.held]) {
      for (const text of [held.why, held.where, held.kept]) expect(text).toMatch(/\.$/);
      expect(held.fields.length).toBeGreaterThan(0);
    }
    const keys = (of: Privacy) => of.accounts[0]!.held.find((held) => held.class === "keys");
    expect([keys(mia)?.count, keys(await privacyOf("Adam"))?.count]).toEqual([0, 1]);
  });

  test("for as long as it is really kept", async () => {
    const [{ written } = { written: "" }] = await owner<{ written: string }>(
      "select pg_get_functiondef('castellan.tidy()'::regprocedure) as written",
    );
    const days = (kept: number) => `interval '${kept / day} days'`;
    const ended = "FROM sessions WHERE coalesce(ended_at, expires_at)";
    expect(written).toContain(`${ended} < now() - ${days(SESSIONS_KEPT)}`);
    expect(written).toContain(`FROM letters WHERE created_at < now() - ${days(LETTERS_KEPT)}`);
    expect(written).toContain(`FROM limits WHERE last_at < now() - ${days(TRIES_KEPT)}`);
    const backups = (await privacyOf("Mia")).person.find((one) => one.class === "backups");
    const { says } = await inTransaction(whatADestroyedKeyMeans);
    expect(backups?.kept).toBe(`${says} A restore erases again what was erased here.`);
    await owner("update settings set call_retention_days = 45");
    const calls = (await privacyOf("Mia")).accounts[0]!.held.find((one) => one.class === "calls");
    expect(calls?.kept).toBe("45 days.");
  });
});
