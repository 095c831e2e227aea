import { beforeEach, describe, expect, test } from "vitest";

import { type StaffOnStage, stageSession, stageStaff } from "@/lib/cast/stage";
import { testCast, testRequest, visitor } from "@/lib/cast/testing";
import { day } from "@/lib/clock";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { workOff } from "@/lib/jobs/testing";
import { readFigures } from "@/lib/operating/figures";
import { showInstallation } from "@/lib/staff/show-installation";
import { addLocation } from "./add-location";
import { endLocation } from "./end-location";
import { hostingSentence } from "./hosting";
import { listLocations } from "./list-locations";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const vienna = {
  ...{ what: "database", provider: "Example Hosting", country: "Austria", place: "Vienna" },
  ...{ kind: "rented server", region: "at-vie-1", url: "https://hosting.example.com/security" },
} as const;

let sven: StaffOnStage;
const asSven = async () => {
  sven ??= await stageStaff("Sven Security", "sven@staff.test", ["security"]);
  return sessionClaim(await stageSession(sven), testRequest());
};
beforeEach(async () => {
  await owner("delete from locations");
  await owner("delete from letters");
  delete process.env.CASTELLAN_REGION;
  delete process.env.CASTELLAN_BACKUP_REGION;
});

async function added(more: object = {}): Promise<string> {
  const outcome = await execute(addLocation, await asSven(), { ...vienna, ...more });
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.locationId;
}
const listed = async () => {
  const outcome = await ask(listLocations, visitor(), {});
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
const letters = async () =>
  (
    await owner<{ n: number }>(
      "select count(*)::int as n from letters where kind = 'locationPlanned'",
    )
  )[0]!.n;

describe("[P23] a location", () => {
  test("in a day to come is told to all owners by letter, and is public as planned", async () => {
    const locationId = await added({ since: inDays(20) });
    await workOff(installation.ownerUrl);
    expect(await letters()).toBe(3);
    expect((await listed()).data).toMatchObject([{ id: locationId, ...vienna, state: "planned" }]);
  });

  test("from now on is public at once; one that ended stays as history", async () => {
    const locationId = await added();
    expect((await listed()).data).toMatchObject([{ state: "current", until: null }]);
    await workOff(installation.ownerUrl);
    expect(await letters()).toBe(0);
    expect(await execute(endLocation, await asSven(), { locationId })).toMatchObject({ ok: true });
    expect((await listed()).data).toMatchObject([{ id: locationId, state: "ended" }]);
  });

  test("that is planned can be called off: the owners are told, and it never comes", async () => {
    const locationId = await added({ since: inDays(20) });
    await execute(endLocation, await asSven(), { locationId });
    await workOff(installation.ownerUrl);
    const [told] = await owner<{ n: number }>(
      "select count(*)::int as n from letters where kind = 'locationCalledOff'",
    );
    expect(told!.n).toBeGreaterThanOrEqual(3);
    expect((await listed()).data).toMatchObject([{ state: "called off" }]);
    await owner(
      "update locations set since = now() - interval '1 hour', until = now() - interval '1 hour'",
    );
    expect((await listed()).data).toMatchObject([{ state: "called off" }]);
  });

  test("in another region than the installation runs in is an alarm for the staff and in the health", async () => {
    await added();
    process.env.CASTELLAN_REGION = "at-vie-1";
    const alarms = async () => {
      const shown = await ask(showInstallation, await asSven(), {});
      return shown.ok ? shown.value.alarms : [];
    };
    expect(await alarms()).toEqual([]);
    expect(await readFigures()).toMatchObject({ strayLocations: 0 });

    process.env.CASTELLAN_REGION = "us-east-1";
    expect(await alarms()).toEqual([
      "The register says that the database is kept at Example Hosting, Vienna, in at-vie-1; the configuration says us-east-1. Correct whichever is wrong.",
    ]);
    expect(await readFigures()).toMatchObject({ strayLocations: 1 });

    process.env.CASTELLAN_REGION = "at-vie-1";
    process.env.CASTELLAN_BACKUP_REGION = "at-gra-1";
    expect(await alarms()).toEqual([
      "The configuration says that the set of backups is kept in at-gra-1, and the register says nothing of it. Add the place.",
    ]);
  });

  test("cannot be rewritten by the application, and is added by the staff alone", async () => {
    for (const name of ["Olga", "Adam", "Mia"] as const)
      expect(await execute(addLocation, await cast.as(name), vienna)).toMatchObject({
        code: "forbidden",
      });
    const columns = await owner<{ name: string }>(
      `select a.attname as name from pg_attribute a where a.attrelid = 'locations'::regclass and a.attnum > 0
         and has_column_privilege('castellan_app', 'locations', a.attnum, 'update')`,
    );
    expect(columns.map(({ name }) => name)).toEqual(["until"]);
  });
});

describe("[P24] how accounts are hosted", () => {
  test("is one sentence, made of what there is", async () => {
    expect((await listed()).hosting).toBe(
      "One shared installation, with 2 accounts. No account has a database, a server or a store of its own, and none can be had here.",
    );
    expect(hostingSentence(1)).toMatch(/^One shared installation, with one account so far\./);
  });

  test("names no account, and tells a visitor of none", async () => {
    expect(JSON.stringify(await listed())).not.toMatch(
      new RegExp(`${cast.people.accountId}|Acme|Olga`),
    );
  });
});
