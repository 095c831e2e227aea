import { beforeAll, describe, expect, test, vi } from "vitest";

import { noteRestore } from "@/lib/backups/note-restore";
import { stageKey, stageSession, stageStaff } from "@/lib/cast/stage";
import { stageWebhook } from "@/lib/cast/stage-webhook";
import { keyClaim, testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { type Claim, operatorClaim } from "@/lib/gate/claim";
import type { AnyCommand } from "@/lib/gate/command";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { grantOwnership } from "@/lib/ownership/grant-ownership";
import { lookAtCalls } from "@/lib/staff/look-at-calls";
import { deleteUser } from "@/lib/users/delete-user";
import { removeUser } from "@/lib/users/remove-user";
import type { LedgerLine, LedgerPage } from "./ledger";
import { listLedger } from "./list-ledger";
import { summarizeLedger } from "./summarize-ledger";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

const done = async (command: AnyCommand, claim: Claim, input: object) => {
  const outcome = await execute(command, claim, input);
  if (!outcome.ok) throw new Error(`${command.name}: ${outcome.code}`);
};

const page = async (claim: Claim, input: object = {}): Promise<LedgerPage> => {
  const outcome = await ask(listLedger, claim, input);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

/** Every line, page by page. */
async function all(claim: Claim, input: object = {}): Promise<LedgerLine[]> {
  const lines: LedgerLine[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 200; pages++) {
    const { data, nextCursor } = await page(claim, { ...input, ...(cursor && { cursor }) });
    lines.push(...data);
    if (!nextCursor) return lines;
    cursor = nextCursor;
  }
  throw new Error("the list has no end");
}

const sumOf = (accountId: string, day: string, operation: string, subject: string, calls = 1) =>
  owner(
    `insert into traffic_rollups (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited,
       duration, slowest, bytes_in, bytes_out, durations)
     values ($1, $2, 86400, $3, $4, $5, $6, 0, 0, 0, 1, 1, 0, 0, '{}')`,
    [
      accountId,
      operation.startsWith("~") ? "webhook" : "call",
      `${day}T00:00:00Z`,
      operation.replace("~", ""),
      subject,
      calls,
    ],
  );

let key: { keyId: string; key: string };
let webhookId: string;

beforeAll(async () => {
  const { accountId, Adam, Pia, Nora, nextDoorId } = cast.people;
  await owner("update accounts set created_at = '2026-01-01'");
  key = await stageKey(Adam);
  ({ webhookId } = await stageWebhook(accountId, { url: "https://hooks.example.test/x" }));
  const Tess = await stageStaff("Tess Technical", "tess@example.test", ["technical"]);
  const tess = sessionClaim(await stageSession({ personId: Tess.personId }), testRequest());

  await done(lookAtCalls, tess, { accountId, reason: "ticket 4710" });
  await owner("update activity set outcome = 'denied', code = 'forbidden' where account_id = $1", [
    accountId,
  ]);
  await done(lookAtCalls, tess, { accountId, reason: "ticket 4711" });
  await done(lookAtCalls, tess, { accountId: nextDoorId, reason: "ticket 4712" });
  await done(grantOwnership, operatorClaim(accountId), { userId: Adam.userId });
  await done(noteRestore, operatorClaim(accountId), {
    restoredTo: "2026-03-01T03:00:00Z",
    at: "2026-03-01T09:00:00Z",
  });
  const olga = await cast.as("Olga");
  await done(deleteUser, olga, { userId: Pia.userId });
  await done(removeUser, olga, { userId: Pia.userId, name: Pia.name });
  await sumOf(accountId, "2026-02-03", "user.list", key.keyId, 9);
  await sumOf(accountId, "2026-02-03", "user.show", key.keyId, 5);
  await sumOf(accountId, "2026-02-03", "activity.list", key.keyId, 1);
  await sumOf(accountId, "2026-02-03", "user.pause", key.keyId, 3);
  await sumOf(accountId, "2026-02-03", "user.list", "00000000-0000-0000-0000-000000000000", 700);
  await sumOf(accountId, "2026-02-04", "~user.pause", webhookId, 2);
  await sumOf(accountId, "2026-02-04", "~user.edit", webhookId, 4);
  await sumOf(nextDoorId, "2026-02-04", "user.list", (await stageKey(Nora)).keyId, 11);
  const taken = (state: string, by: string, rows: number | null, downloads: number) =>
    owner(
      `insert into exports (id, kind, account_id, state, requested_by, requested_at, request_id, rows, downloads)
       values (gen_random_uuid(), 'account', $1, $2, $3, '2026-02-06T10:00:00Z', 'r', $4, $5)`,
      [accountId, state, by, rows, downloads],
    );
  await taken("expired", cast.people.Olga.userId, 1_200, 2);
  await taken("cancelled", cast.people.Otto.userId, null, 0);
  await owner(
    `insert into exports (id, kind, person_id, state, requested_by, request_id)
     values (gen_random_uuid(), 'person', $1, 'expired', $2, 'r')`,
    [cast.people.Mia.personId, cast.people.Mia.userId],
  );
  for (const [label, at] of [
    ["before-acme", "2025-12-31T03:00:00Z"],
    ["a-full", "2026-02-05T03:00:00Z"],
  ]) {
    await owner(
      `insert into backups (id, label, kind, engine, state, started_at, ended_at, bytes, rows)
       values (gen_random_uuid(), $1, 'full', 'embedded', 'whole', $2, $2, 1, 1)`,
      [label, at],
    );
  }
});

describe("[P78] one list of everybody who touched the account's data", () => {
  test("each kind of line, in words and without values", async () => {
    const lines = await all(await cast.as("Olga"));
    const of = (kind: string) =>
      lines.filter((line) => line.kind === kind).map(({ sentence }) => sentence);
    expect(of("staff_look")).toEqual(["Tess Technical (staff) looked at the API calls of Acme"]);
    expect(of("staff_refused")).toEqual([
      "Tess Technical (staff) tried to look at API calls as the staff do: not allowed",
    ]);
    expect(of("console")).toEqual(["The operator made Adam Admin an owner"]);
    expect(of("restore")).toEqual([
      "The operator restored everything in this account from a backup, as it was on 1 March 2026",
    ]);
    expect(of("deletion")).toEqual([
      "Olga Owner permanently deleted a user, and one entry of the activity with them",
    ]);
    expect(of("key_read").toSorted()).toEqual([
      "Key CI deploy read the activity once",
      "Key CI deploy read users 14 times",
    ]);
    expect(of("webhook")).toEqual(["6 messages were sent to hooks.example.test"]);
    expect(of("export").toSorted()).toEqual([
      "Olga Owner asked for an archive of the whole account, 1,200 rows, downloaded 2 times",
      "Otto Owner asked for an archive of the whole account, but never had it",
    ]);
    expect(of("backup")).toEqual([
      "A full backup went into the encrypted backup; it is gone by 15 May 2026",
    ]);
    expect(lines.find(({ kind }) => kind === "staff_look")).toMatchObject({
      who: { kind: "staff", name: "Tess Technical (staff)" },
      reason: "ticket 4711",
      what: ["API calls, without addresses and names"],
      day: false,
    });
    expect(lines.find(({ kind }) => kind === "webhook")).toMatchObject({
      at: "2026-02-04T12:00:00.000Z",
      day: true,
      count: 6,
    });
  });

  test("the newest first, and the same lines however long a page is", async () => {
    const olga = await cast.as("Olga");
    const lines = await all(olga);
    expect(lines.length).toBeGreaterThan(7);
    expect(lines.map(({ at }) => at)).toEqual(
      lines
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    for (const limit of [1, 2, 3, 5]) expect(await all(olga, { limit })).toEqual(lines);
  });

  test("narrowed by kind, by who and by time", async () => {
    const olga = await cast.as("Olga");
    const lines = await all(olga);
    const looks = lines.filter(({ kind }) => kind === "staff_look");
    expect(await all(olga, { kind: "staff_look" })).toEqual(looks);
    const tess = looks[0]!.who.id;
    expect(await all(olga, { who: tess })).toEqual(lines.filter(({ who }) => who.id === tess));
    expect(await all(olga, { who: tess, kind: "staff_look" })).toEqual(looks);
    const byKey = await all(olga, { who: key.keyId });
    expect(byKey.map(({ kind }) => kind)).toEqual(["key_read", "key_read"]);
    expect(await all(olga, { from: "2026-02-04", to: "2026-02-04" })).toEqual(
      lines.filter(({ kind }) => kind === "webhook"),
    );
    expect(await all(olga, { who: "nobody at all" })).toEqual([]);
  });

  test("a cursor belongs to its filter and its account", async () => {
    const { nextCursor } = await page(await cast.as("Olga"), { limit: 1 });
    for (const [claim, input] of [
      [await cast.as("Olga"), { kind: "backup" }],
      [await cast.as("Nora"), {}],
    ] as const) {
      expect(await ask(listLedger, claim, { ...input, cursor: nextCursor })).toMatchObject({
        code: "invalid",
      });
    }
  });

  test("counts of thirty days, by kind", async () => {
    const outcome = await ask(summarizeLedger, await cast.as("Aria"), {});
    if (!outcome.ok) throw new Error(outcome.code);
    const counts = Object.fromEntries(outcome.value.kinds.map(({ kind, count }) => [kind, count]));
    expect(counts).toMatchObject({ staff_look: 1, console: 1, deletion: 1, restore: 1 });
  });
});

describe("[P39] who may read it, and whose lines it shows", () => {
  test("owners, administrators and auditors; a user and the staff do not", async () => {
    for (const name of ["Olga", "Adam", "Aria"] as const) {
      expect(await ask(listLedger, await cast.as(name), {})).toMatchObject({ ok: true });
    }
    expect(await ask(listLedger, await cast.as("Mia"), {})).toMatchObject({ code: "forbidden" });
  });

  test("a key reads it with a scope of its own", async () => {
    expect(await ask(listLedger, keyClaim(key.key), {})).toMatchObject({ ok: true });
    const narrow = await stageKey(cast.people.Adam, { scopes: ["activity:read"] });
    expect(await ask(listLedger, keyClaim(narrow.key), {})).toMatchObject({ code: "forbidden" });
  });

  test("of the account next door nothing shows, and it sees nothing of here", async () => {
    const nora = await all(await cast.as("Nora"));
    expect(nora.map(({ kind }) => kind).toSorted()).toEqual(["backup", "key_read", "staff_look"]);
    expect(nora.find(({ kind }) => kind === "staff_look")?.reason).toBe("ticket 4712");
    const here = await all(await cast.as("Olga"));
    expect(JSON.stringify(here)).not.toContain("4712");
  });
});
