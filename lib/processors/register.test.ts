import { beforeEach, describe, expect, test } from "vitest";

import { stageChange } from "@/lib/cast/stage-registers";
import { type StaffOnStage, stageSession, stageStaff } from "@/lib/cast/stage";
import { testCast, testRequest, visitor } from "@/lib/cast/testing";
import { day } from "@/lib/clock";
import { constraintOf, inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { readEnv } from "@/lib/env";
import { EgressBlocked } from "@/lib/egress/blocked";
import { insistOnStanding } from "@/lib/egress/standing";
import { ask } from "@/lib/gate/ask";
import { operatorClaim } from "@/lib/gate/claim";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { workOff } from "@/lib/jobs/testing";
import { lettersTo } from "@/lib/mail/testing";
import { newId } from "@/lib/db/id";
import pg from "pg";
import { announceChange } from "./announce-change";
import { listNotices } from "./list-notices";
import { listObjections } from "./list-objections";
import { listProcessors } from "./list-processors";
import { objectToChange } from "./object-to-change";
import { registerFound } from "./register-found";
import { setNotice } from "./set-notice";
import { withdrawChange } from "./withdraw-change";

const installation = testInstallation();
const { owner } = installation;
const cast = testCast();
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
const example = { name: "Example Mail GmbH", purpose: "to deliver a letter", fields: "addresses" };

let sven: StaffOnStage;
const asSven = async () => {
  sven ??= await stageStaff("Sven Security", "sven@staff.test", ["security"]);
  return sessionClaim(await stageSession(sven), testRequest());
};

beforeEach(async () => {
  await owner("delete from processor_objections");
  await owner("delete from processor_changes");
  await owner("delete from processors");
  await owner("delete from letters");
  await owner("update settings set notice_days = 30");
  (globalThis as unknown as Record<symbol, Map<string, unknown> | undefined>)[
    Symbol.for("castellan.egress-standing")
  ]?.clear();
});

async function announced(more: object = {}) {
  const outcome = await execute(announceChange, await asSven(), {
    kind: "added",
    processor: example,
    effectiveAt: inDays(31),
    ...more,
  });
  if (!outcome.ok) throw new Error(`${outcome.code} ${JSON.stringify(outcome.fields)}`);
  return outcome.value.changeId;
}
const register = async () => {
  const outcome = await ask(listProcessors, visitor(), {});
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};
/** Lets days pass for a change, as if it had been announced earlier. */
const letPass = (changeId: string, days: number) =>
  owner(
    `update processor_changes set announced_at = announced_at - $2 * interval '24 hours',
       effective_at = effective_at - $2 * interval '24 hours' where id = $1`,
    [changeId, days],
  );

describe("[P46] a change of processors", () => {
  test("is announced to every owner who can sign in, by letter and in the account's activity, and is public as planned", async () => {
    const changeId = await announced();
    await workOff(installation.ownerUrl);
    const { Olga, Otto, Nora, Adam } = cast.people;
    const told = await owner<{ person_id: string }>(
      "select person_id from letters where kind = 'changeAnnounced' order by 1",
    );
    expect(told.map((one) => one.person_id).toSorted()).toEqual(
      [Olga, Otto, Nora].map(({ personId }) => personId).toSorted(),
    );
    expect(await lettersTo(Adam)).toEqual([]);
    const events = await owner<{ account_id: string }>(
      "select account_id from activity where action = 'notice.tell_of_change'",
    );
    expect(new Set(events.map((one) => one.account_id)).size).toBe(2);

    const { data, changes, windowDays } = await register();
    expect({ data, windowDays }).toEqual({ data: [], windowDays: 30 });
    expect(changes).toMatchObject([{ id: changeId, state: "planned", processor: example }]);
  });

  test("cannot take effect before owners had their time: refused with the earliest day, and by the database itself", async () => {
    const outcome = await execute(announceChange, await asSven(), {
      kind: "added",
      processor: example,
      effectiveAt: inDays(29),
    });
    expect(outcome).toMatchObject({ ok: false, code: "invalid" });
    expect(!outcome.ok && outcome.fields?.effectiveAt).toContain("30 days to object");

    const constraint = await stageChange({ effectiveAt: new Date(Date.now() + 29 * day) }).then(
      () => null,
      constraintOf,
    );
    expect(constraint).toBe("processor_changes_after_window");
  });

  test("can be neither dated back nor shortened nor passed off as found by the application", async () => {
    const { processorId } = await stageChange();
    for (const [column, value] of [
      ["announced_at", "now() - interval '1 year'"],
      ["window_days", "14"],
      ["found", "true"],
    ]) {
      const tried = inTransaction(({ $client }) =>
        $client.query(
          `insert into processor_changes (id, kind, processor_id, effective_at, ${column}) values ($1, 'removed', $2, now(), ${value})`,
          [newId(), processorId],
        ),
      );
      await expect(tried).rejects.toThrow("permission denied");
    }
    for (const change of [
      "update processor_changes set effective_at = now()",
      "update processors set name = 'x'",
      "delete from processor_changes",
    ]) {
      await expect(inTransaction(({ $client }) => $client.query(change))).rejects.toThrow(
        "permission denied",
      );
    }
  });

  test("takes effect by the clock, and gives way to what replaces or removes it", async () => {
    const changeId = await announced();
    await letPass(changeId, 32);
    const [first] = (await register()).data;
    expect(first).toMatchObject(example);

    const changed = await announced({
      kind: "changed",
      processorId: first!.id,
      processor: { ...example, name: "Another Mail AG" },
    });
    expect((await register()).data.map(({ name }) => name)).toEqual(["Example Mail GmbH"]);
    await letPass(changed, 32);
    const [second] = (await register()).data;
    expect(second).toMatchObject({ name: "Another Mail AG" });

    const removed = await announced({ kind: "removed", processorId: second!.id });
    await letPass(removed, 32);
    expect((await register()).data).toEqual([]);
    expect((await register()).changes).toHaveLength(3);
  });

  test("that is withdrawn never takes effect, the owners are told, and it stays on record", async () => {
    const changeId = await announced();
    expect(await execute(withdrawChange, await asSven(), { changeId })).toMatchObject({ ok: true });
    await workOff(installation.ownerUrl);
    const [{ n }] = (await owner<{ n: number }>(
      "select count(*)::int as n from letters where kind = 'changeWithdrawn'",
    )) as [{ n: number }];
    expect(n).toBeGreaterThanOrEqual(3);
    const { data, changes } = await register();
    expect(data).toEqual([]);
    expect(changes).toMatchObject([{ state: "withdrawn" }]);
    expect(await execute(withdrawChange, await asSven(), { changeId })).toMatchObject({
      code: "not_planned",
    });
  });

  test("has the days the operator set, fourteen at least; what was announced keeps its own", async () => {
    const before = await announced();
    expect(await execute(setNotice, operatorClaim(null), { days: 13 })).toMatchObject({
      code: "invalid",
    });
    await expect(owner("update settings set notice_days = 13")).rejects.toThrow(
      "settings_two_weeks_of_notice",
    );
    expect(await execute(setNotice, operatorClaim(null), { days: 20 })).toMatchObject({ ok: true });
    const later = await announced({ effectiveAt: inDays(21) });
    const windows = await owner<{ id: string; window_days: number }>(
      "select id, window_days from processor_changes",
    );
    expect(Object.fromEntries(windows.map((one) => [one.id, one.window_days]))).toEqual({
      [before]: 30,
      [later]: 20,
    });
  });
});

describe("[P46] an objection", () => {
  test("of an owner is on record with its reason, sealed, and the staff read it by the account's id", async () => {
    const changeId = await announced();
    const reason = "Our policy forbids it.";
    expect(
      await execute(objectToChange, await cast.as("Olga"), { changeId, reason }),
    ).toMatchObject({ ok: true });
    const notices = await ask(listNotices, await cast.as("Aria"), {});
    expect(notices).toMatchObject({ value: { data: [{ objection: { reason }, may: [] }] } });
    expect(await ask(listNotices, await cast.as("Nora"), {})).toMatchObject({
      value: { data: [{ objection: null, may: ["processor.object"] }] },
    });
    expect(await ask(listObjections, await asSven(), {})).toMatchObject({
      value: { data: [{ accountId: cast.people.accountId, changeId, reason }] },
    });
    const [row] = await owner<{ everything: string }>(
      "select o::text || encode(reason, 'escape') as everything from processor_objections o",
    );
    expect(row!.everything).not.toContain("policy");
    expect(
      await execute(objectToChange, await cast.as("Otto"), { changeId, reason }),
    ).toMatchObject({ code: "already_objected" });
  });

  test("is an owner's alone, and only while the time runs", async () => {
    const changeId = await announced({ effectiveAt: inDays(60) });
    const input = { changeId, reason: "No." };
    for (const name of ["Adam", "Aria", "Mia"] as const)
      expect(await execute(objectToChange, await cast.as(name), input)).toMatchObject({
        code: "forbidden",
      });
    await letPass(changeId, 31);
    expect(await execute(objectToChange, await cast.as("Olga"), input)).toMatchObject({
      code: "window_over",
    });
    await letPass(changeId, 30);
    expect(await execute(objectToChange, await cast.as("Olga"), input)).toMatchObject({
      code: "not_planned",
    });
  });
});

describe("[P46] the gateway and the register", () => {
  const forget = () =>
    (globalThis as unknown as Record<symbol, Map<string, unknown>>)[
      Symbol.for("castellan.egress-standing")
    ]!.clear();
  const mailAt = (host: string) => insistOnStanding("mail", [{ host, port: 465 }]);
  const found = async (smtpUrl: string) => {
    const client = new pg.Client(installation.ownerUrl);
    await client.connect();
    try {
      await registerFound(client, readEnv({ SMTP_URL: smtpUrl }));
    } finally {
      await client.end();
    }
  };

  test("what the configuration names first is in the register, by its domain and no more", async () => {
    await found("smtps://people:secret@smtp.mail.example.com:4465");
    await found("smtps://people:secret@smtp.other.example.com");
    const { data, changes } = await register();
    expect(data).toMatchObject([
      {
        name: "The mail service at mail.example.com",
        purpose: "to deliver a letter",
        fields: "e-mail address and the text of the letter",
      },
    ]);
    expect(changes).toEqual([]);
    expect(JSON.stringify(data)).not.toMatch(/secret|4465|smtp\./);
  });

  test("a mail server on this machine is nobody outside: it is neither noted nor held up", async () => {
    await found("smtp://localhost:2525");
    expect((await register()).data).toEqual([]);
    await found("smtps://smtp.mail.example.com");
    await expect(mailAt("127.0.0.1")).resolves.toBeUndefined();
  });

  test("a mail service that was announced is told nothing before the change takes effect, and the old one nothing after", async () => {
    await found("smtps://smtp.mail.example.com");
    await expect(mailAt("smtp.mail.example.com")).resolves.toBeUndefined();
    await expect(mailAt("smtp.next.example.org")).rejects.toThrow("announced first");

    const [before] = (await register()).data;
    const changeId = await announced({
      kind: "changed",
      processorId: before!.id,
      processor: { ...example, key: "mail", domain: "next.example.org" },
    });
    forget();
    await expect(mailAt("smtp.next.example.org")).rejects.toThrow(EgressBlocked);
    await expect(mailAt("smtp.mail.example.com")).resolves.toBeUndefined();

    await letPass(changeId, 32);
    forget();
    await expect(mailAt("smtp.next.example.org")).resolves.toBeUndefined();
    await expect(mailAt("smtp.mail.example.com")).rejects.toThrow("not in effect");
    await expect(mailAt("evilnext.example.org")).rejects.toThrow("announced first");
  });
});
