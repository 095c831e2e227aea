import { expect, test, vi } from "vitest";

import { routes } from "@/lib/api/routes";
import { type Try, tries } from "@/lib/cast/every-verb";
import { acme } from "@/lib/cast/people";
import { stageAccount } from "@/lib/cast/stage";
import { claimOf } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import type { AnyCommand } from "@/lib/gate/command";
import { jobClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { erasePerson } from "@/lib/people/erase-person";
import { mark } from "@/lib/vault/canaries";
import { openEverything } from "./testing";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();

/** Support is staged with the doer as a staff member, and the account keeps the names of staff members who had access. */
const ofStaff = /^support\./;

const commands = new Map<string, AnyCommand>(
  Object.values(routes).flatMap((methods) =>
    Object.values(methods).flatMap((route) =>
      "command" in route && !ofStaff.test(route.command.name)
        ? [[route.command.name, route.command] as const]
        : [],
    ),
  ),
);

/** Two people made of canaries, one of whom does this to the other, and an owner who stays. */
async function done(name: string, command: AnyCommand): Promise<string[]> {
  const { on, state = "active", input } = tries[name as keyof typeof tries] as Try;
  const one = (who: string) => ({
    ...{ name: `${who} ${mark}`, title: `Title ${mark}` },
    email: `${name}.${who.toLowerCase()}.${mark}@example.test`,
  });
  const role = name === "ownership.release" ? "owner" : "user";
  const { Doer, Other } = await stageAccount(`Account of ${name}`, {
    Stays: { ...acme.Olga, email: `${name}.stays@example.test` },
    Doer: { ...one("Doer"), role: "owner", status: "active" },
    Other: { ...one("Other"), role, status: state },
  });
  const them = on === "me" ? Doer : Other;
  const given = await input({ me: Doer, them });
  await execute(command, await claimOf(Doer), given);
  return [Doer.personId, Other.personId];
}

test("[P35] [P65] whatever one did to another through the API, nothing that is kept names either once both are erased", async () => {
  expect(commands.size).toBeGreaterThan(60);
  const persons: string[] = [];
  for (const [name, command] of commands) persons.push(...(await done(name, command)));
  for (const personId of persons) await execute(erasePerson, jobClaim(null), { personId });
  const left = [...(await openEverything(owner))].flatMap(([column, texts]) =>
    texts.filter((text) => text.includes(mark)).map((text) => `${column}: ${text}`),
  );
  expect(left).toEqual([]);
}, 120_000);
