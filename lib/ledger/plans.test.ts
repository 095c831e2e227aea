import { beforeAll, describe, expect, test, vi } from "vitest";

import { plansOf } from "@/lib/db/plans";
import { stageLedger } from "@/lib/cast/stage-ledger";
import { testCast } from "@/lib/cast/testing";
import type { Database } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import type { LedgerKind } from "./ledger";
import { FIRST_ID } from "./source";
import { sources } from "./sources/all";

vi.hoisted(() => {
  process.env.CASTELLAN_TEST_BCRYPT_COST = "4";
});

/** Enough that reading a table whole is never the cheaper way; CASTELLAN_LEDGER_ROWS=1000000 asks the same of a million. */
const ROWS = Number(process.env.CASTELLAN_LEDGER_ROWS ?? 30_000);

const { owner } = testInstallation();
const cast = testCast();
beforeAll(() => stageLedger(owner, cast.people.accountId, ROWS), 1_800_000);

const tables = {
  support: "support_grants",
  staff_look: "activity",
  export: "exports",
  download: "activity",
  staff_refused: "activity",
  console: "activity",
  restore: "activity",
  key_read: "traffic_rollups",
  disclosure: "disclosures",
  webhook: "traffic_rollups",
  deletion: "ledger",
  backup: "backups",
} satisfies Record<LedgerKind, string>;

describe("[P78] with many rows behind every source, none is read whole and nothing large is sorted", () => {
  const before = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const asks = {
    "the newest page": {},
    "a page far back": { before: { at: before, id: FIRST_ID } },
    "one month": { from: new Date(Date.now() - 60 * 86_400_000), to: new Date(before) },
  };

  describe.each(Object.keys(tables) as LedgerKind[])("%s", (kind) => {
    test.each(Object.entries(asks))("%s", async (_, asked) => {
      const { accountId } = cast.people;
      const read = (db: Database) =>
        sources[kind]
          .read(db, { accountId, before: null, limit: 51, about: null, ...asked })
          // What is sealed in these rows is nothing, and opening it fails after the reading.
          .catch((error: unknown) => expect(String(error)).not.toMatch(/syntax|does not exist/));
      const plans = await plansOf(accountId, tables[kind], read);
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan.sequential).toEqual([]);
        expect(plan.sorted).toBeLessThanOrEqual(3_000);
        expect(plan.touched).toBeLessThanOrEqual(3_001);
      }
    });
  });
});
