import { beforeAll, describe, expect, test, vi } from "vitest";

import { inTransaction } from "@/lib/db/connection";
import { stageUser, type OnStage } from "@/lib/cast/stage";
import { type Name, testCast } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { showPrivacy } from "@/lib/privacy/show-privacy";
import type { LedgerPage } from "./ledger";
import { listLedger } from "./list-ledger";
import { listMyLedger } from "./list-my-ledger";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

const told = (user: OnStage, at: string, inAccount = true) =>
  owner(
    `insert into disclosures (id, account_id, at, processor, purpose, fields, person_id, user_id, bytes, request_id)
     values (gen_random_uuid(), $1, $2, 'mail', 'deliver_letter', 'email letter', $3, $4, 900, 'r')`,
    [inAccount ? user.accountId : null, at, user.personId, inAccount ? user.userId : null],
  );

beforeAll(async () => {
  const { Mia, Olga, Nora, nextDoorId, Adam } = cast.people;
  await inTransaction((db) =>
    stageUser(db, nextDoorId, { ...Mia, name: "Mia at Next door" }, "none"),
  );
  const miaNextDoor = { ...Mia, accountId: nextDoorId };
  for (const time of ["08:00:00", "09:00:00", "21:59:59.999999"])
    await told(Mia, `2026-02-03T${time}Z`);
  await told(Mia, "2026-02-04T00:00:00Z", false); // a link to set a password, of no account
  await told(miaNextDoor, "2026-02-05T10:00:00Z");
  await owner(
    `insert into exports (id, kind, person_id, state, requested_by, requested_at, request_id, rows, downloads)
     values (gen_random_uuid(), 'person', $1, 'expired', $2, '2026-02-01T10:00:00Z', 'r', 12, 1)`,
    [Mia.personId, Mia.userId],
  );
  await told(Olga, "2026-02-03T08:00:00Z");
  await told(Nora, "2026-02-03T08:00:00Z");
  await execute(grantOwnership, operatorClaim(Adam.accountId), { userId: Adam.userId });
});

const pageOf = async (name: Name, input: object): Promise<LedgerPage> => {
  const outcome = await ask(listMyLedger, await cast.as(name), input);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
const lines = async (name: Name, input: object = {}) => (await pageOf(name, input)).data;

describe("[P44] [P78] a person sees to whom their data was given, and who touched it", () => {
  test("in all their accounts and in none, and nobody else's", async () => {
    expect((await lines("Mia")).map(({ sentence, at }) => [at.slice(0, 10), sentence])).toEqual([
      [
        "2026-02-05",
        "Your e-mail address and the text of the letter went to the mail service to deliver a letter, once",
      ],
      [
        "2026-02-04",
        "Your e-mail address and the text of the letter went to the mail service to deliver a letter, once",
      ],
      [
        "2026-02-03",
        "Your e-mail address and the text of the letter went to the mail service to deliver a letter, 3 times",
      ],
      ["2026-02-01", "You asked for a copy of your data, 12 rows, downloaded once"],
    ]);
    expect((await lines("Olga")).map(({ count }) => count)).toEqual([1]);
    expect((await lines("Nora")).map(({ count }) => count)).toEqual([1]);
  });

  test("one by one, page by page", async () => {
    const each = await lines("Mia", { each: "true", kind: "disclosure" });
    expect(each.map(({ at }) => at.slice(0, 10))).toEqual([
      "2026-02-05",
      "2026-02-04",
      ...Array<string>(3).fill("2026-02-03"),
    ]);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await pageOf("Mia", {
        each: "true",
        kind: "disclosure",
        limit: 1,
        ...(cursor && { cursor }),
      });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(each.map(({ id }) => id));
  });

  test("what was done to them from outside, and only to them", async () => {
    expect((await lines("Adam")).map(({ sentence }) => sentence)).toEqual([
      "The operator made Adam Admin an owner",
    ]);
    expect((await lines("Mia")).filter(({ kind }) => kind === "console")).toEqual([]);
  });

  test("the account sees what was given about its people, by day and with names one by one", async () => {
    const list = async (input: object) => {
      const outcome = await ask(listLedger, await cast.as("Olga"), {
        kind: "disclosure",
        ...input,
      });
      if (!outcome.ok) throw new Error(outcome.code);
      return outcome.value.data.map(({ sentence }) => sentence);
    };
    expect(await list({})).toEqual([
      "E-mail address and the text of the letter went to the mail service to deliver a letter, 4 times",
    ]);
    expect(await list({ each: "true", from: "2026-02-03T08:30:00Z" })).toEqual([
      "E-mail address and the text of the letter of Mia Member went to the mail service to deliver a letter",
      "E-mail address and the text of the letter of Mia Member went to the mail service to deliver a letter",
    ]);
  });

  test("added up: to whom, what, why and when last", async () => {
    const outcome = await ask(showPrivacy, await cast.as("Mia"), {});
    expect(outcome).toMatchObject({
      value: {
        given: [
          {
            whom: "the mail service",
            what: ["e-mail address", "the text of the letter"],
            why: "to deliver a letter",
            count: 5,
            lastAt: "2026-02-05T10:00:00.000Z",
          },
        ],
      },
    });
  });
});
