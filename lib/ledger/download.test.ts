import { expect, test, vi } from "vitest";

import { stageKey, stageSession, stageStaff } from "@/lib/cast/stage";
import { testCast, testRequest } from "@/lib/cast/testing";
import { testInstallation } from "@/lib/db/testing";
import { ask } from "@/lib/gate/ask";
import { execute } from "@/lib/gate/execute";
import { sessionClaim } from "@/lib/gate/from-request";
import { lookAtCalls } from "@/lib/staff/look-at-calls";
import { listActivity } from "@/lib/activity/list-activity";
import { ledgerText } from "./download";
import { exportLedger } from "./export-ledger";
import type { LedgerLine } from "./ledger";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

const { owner } = testInstallation();
const cast = testCast();

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** Reads of a key on each of so many days. */
async function readOn(days: number, name: string): Promise<void> {
  const { keyId } = await stageKey(cast.people.Adam, { name });
  await owner(
    `insert into traffic_rollups (account_id, kind, span, at, operation, subject_id, calls, refused, failed, limited,
       duration, slowest, bytes_in, bytes_out, durations)
     select $1, 'call', 86400, '2026-01-01'::timestamptz at time zone 'UTC' + n * interval '1 day', 'user.list', $2, 1, 0, 0, 0, 1, 1, 0, 0, '{}'
     from generate_series(1, $3) as n`,
    [cast.people.accountId, keyId, days],
  );
}

test("[P78] the whole list comes along, however many pages it has", async () => {
  await readOn(250, "Directory sync");
  const olga = await cast.as("Olga");
  const csv = await textOf(ledgerText(olga, "csv", { kind: "key_read" }));
  const [head, ...rows] = csv.trimEnd().split("\n");
  expect(head).toBe("\uFEFFat,day,kind,who,count,sentence,what,reason");
  expect(rows).toHaveLength(250);
  expect(rows[0]).toMatch(
    /^2026-\d\d-\d\dT12:00:00.000Z,whole day,key_read,Key Directory sync,1,Key Directory sync read users once,users,$/,
  );
  const json = await textOf(ledgerText(olga, "json", { kind: "key_read" }));
  const lines = JSON.parse(json) as LedgerLine[];
  expect(new Set(lines.map(({ id }) => id)).size).toBe(250);
  expect(await textOf(ledgerText(olga, "json", { who: "nobody" }))).toMatch(/^\[\s+\]\s$/);
});

test("[P78] [V1.2.10] a reason that a spreadsheet would take for a formula is text", async () => {
  const Tess = await stageStaff("=1+1", "tess@example.test", ["technical"]);
  const tess = sessionClaim(await stageSession({ personId: Tess.personId }), testRequest());
  const { accountId } = cast.people;
  await execute(lookAtCalls, tess, { accountId, reason: "=cmd|' /C calc'!A0" });
  const csv = await textOf(ledgerText(await cast.as("Olga"), "csv", { kind: "staff_look" }));
  expect(csv).toContain("'=1+1 (staff)");
  expect(csv).toContain("'=cmd|");
  expect(csv).not.toMatch(/(^|,)"?=/m);
});

test("[P39] who may read it may take it along, and that is told", async () => {
  expect(
    await execute(exportLedger, await cast.as("Aria"), { format: "csv", kind: "key_read" }),
  ).toMatchObject({ ok: true });
  const told = await ask(listActivity, await cast.as("Olga"), { action: "ledger.export" });
  expect(told).toMatchObject({
    value: {
      data: [
        {
          sentence: "Aria Auditor downloaded the ledger of who touched the account's data",
          particulars: { format: "csv", kind: "key_read" },
        },
      ],
    },
  });
  expect(await execute(exportLedger, await cast.as("Mia"), { format: "csv" })).toMatchObject({
    code: "forbidden",
  });
  await expect(textOf(ledgerText(await cast.as("Mia"), "csv", {}))).rejects.toThrow("forbidden");
});
