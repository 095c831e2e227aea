import { beforeAll, describe, expect, test, vi } from "vitest";

import { stageGrant } from "@/lib/cast/stage-support";
import { testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { supportLooks } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import type { AnyQuery } from "@/lib/gate/query";
import { sealStep, type StepDetail } from "@/lib/activity/step-detail";
import { accountVault } from "@/lib/vault/keyring";
import type { LedgerPage } from "./ledger";
import { listLedger } from "./list-ledger";
import { listMyLedger } from "./list-my-ledger";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

const personId = "00000000-0000-4000-8000-000000000001";
const staffId = "00000000-0000-4000-8000-000000000002";

type Step = Partial<StepDetail> & {
  kind?: "look" | "change" | "unmask";
  user?: string;
  fields?: string;
};

const step = (grantId: string, { kind = "look", user, fields = "", ...detail }: Step) =>
  inTransaction(async (db) => {
    const { accountId } = cast.people;
    await enterScope(db, accountId);
    const id = newId();
    const sealed = sealStep(await accountVault(db, accountId), id, {
      ...{ filter: {}, objects: [], masked: [], ...detail },
    });
    await db.insert(supportLooks).values({
      ...{ accountId, id, grantId, kind, fields, requestId: "r", ...sealed },
      action: user ? "user.show" : "user.list",
      objectKind: user ? "user" : null,
      objectId: user ?? null,
    });
  });

beforeAll(async () => {
  const { accountId, Mia, Pia, Adam } = cast.people;
  const staff = { personId, staffId, name: "Sam Support" };
  const grant = await stageGrant(accountId, staff, { state: "live" });
  await stageGrant(accountId, staff, { state: "pending" });
  await step(grant, { user: Mia.userId, fields: "name email" });
  await step(grant, { user: Pia.userId, masked: ["name"] });
  await step(grant, {
    objects: [Mia, Adam].map(({ userId: id }) => ({ kind: "user", id })),
    masked: ["name", "email"],
  });
  await step(grant, { user: Mia.userId, kind: "change" });
});

const lines = async (question: AnyQuery, name: "Olga" | "Mia" | "Adam" | "Nora" | "Ivo") => {
  const outcome = await ask(question, await cast.as(name), { kind: "support" });
  if (!outcome.ok) throw new Error(outcome.code);
  return (outcome.value as LedgerPage).data;
};

describe("[P78] [P48] what support did with consent", () => {
  test("is one line for each access that began, which leads to its replay", async () => {
    const [line, ...others] = await lines(listLedger, "Olga");
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      kind: "support",
      who: { kind: "staff", id: staffId, name: "Sam Support (staff)" },
      sentence:
        "Sam Support (staff) looked at 2 users, 3 times in all and changed something once, with your consent",
      reason: "Deliveries time out (ticket 4711)",
      count: 4,
      opens: expect.stringMatching(/^\/trust\/support\/[0-9a-f-]{36}$/),
    });
    expect(await lines(listLedger, "Nora")).toEqual([]);
  });

  test("is told to the people who were in it, step by step, and to nobody else", async () => {
    const sentences = async (name: "Mia" | "Adam" | "Nora") =>
      (await lines(listMyLedger, name)).map(({ sentence, what }) => [sentence, what.join(", ")]);
    expect(await sentences("Mia")).toEqual([
      ["Sam Support (staff) changed something of yours with the consent of your account", ""],
      [
        "Sam Support (staff) looked at a list with you in it with the consent of your account, with what is personal covered",
        "",
      ],
      [
        "Sam Support (staff) looked at you with the consent of your account",
        "name, e-mail address",
      ],
    ]);
    expect(await sentences("Adam")).toHaveLength(1);
    expect(await sentences("Nora")).toEqual([]);
  });

  test("narrowed to whoever had it, whatever is asked for", async () => {
    const of = async (who: string) => {
      const outcome = await ask(listLedger, await cast.as("Olga"), { kind: "support", who });
      return outcome.ok ? outcome.value.data.length : outcome.code;
    };
    expect(await of(staffId)).toBe(1);
    expect([await of(personId), await of("-".repeat(36)), await of("Sam")]).toEqual([0, 0, 0]);
  });

  test("an access that looked at nothing says so", async () => {
    await owner("delete from support_looks");
    expect((await lines(listLedger, "Olga"))[0]!.sentence).toBe(
      "Sam Support (staff) has access and has looked at nothing yet, with your consent",
    );
  });
});
