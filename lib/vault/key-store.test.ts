import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { createAccountRow } from "@/lib/accounts/rows";
import { testCast } from "@/lib/cast/testing";
import { inTransaction } from "@/lib/db/connection";
import { testInstallation } from "@/lib/db/testing";
import { enterScope } from "@/lib/db/scope";
import { destroyKeys, fingerprintOf, loadKeys, type Owner } from "./key-store";
import { accountVault } from "./keyring";

const { owner } = testInstallation();
const cast = testCast();

/** Asks for keys in the scope of somebody's account. */
const inScope = <T>(
  accountId: string,
  work: (db: Parameters<typeof loadKeys>[0]) => Promise<T>,
  personId?: string,
) =>
  inTransaction(async (db) => {
    await enterScope(db, accountId, personId);
    return work(db);
  });

describe("the keys of accounts and persons", () => {
  test("[V8.4.1] are there for whoever is in scope, and for nobody else", async () => {
    const { accountId, Olga, Nora } = cast.people;
    const seen = (one: Owner) => inScope(accountId, (db) => loadKeys(db, one));
    expect(await seen(`account:${accountId}`)).toHaveLength(1);
    expect(await seen(`person:${Olga.personId}`)).toHaveLength(1);
    expect(await seen(`account:${Nora.accountId}`)).toEqual([]);
    expect(await seen(`person:${Nora.personId}`)).toEqual([]);
  });

  test("[P65] destroyed, they are told by their fingerprints and open nothing any more", async () => {
    const id = await inTransaction((db) => createAccountRow(db, "Short-lived"));
    const before = await inScope(id, (db) => loadKeys(db, `account:${id}`));
    const told = await inScope(id, (db) => destroyKeys(db, `account:${id}`));
    expect(told).toEqual(before.map(fingerprintOf));
    expect(told[0]).toBe(createHash("sha256").update(before[0]!.wrapped).digest("hex"));
    await expect(inScope(id, (db) => accountVault(db, id))).rejects.toThrow(/no key in this scope/);
  });

  test("[P65] nobody destroys those of another account or person", async () => {
    const { accountId, Mia, Nora } = cast.people;
    for (const other of [
      `account:${Nora.accountId}`,
      `person:${Nora.personId}`,
      `person:${Mia.personId}`,
    ] as const) {
      await expect(inScope(accountId, (db) => destroyKeys(db, other))).rejects.toThrow(
        /of whoever is in scope alone/,
      );
    }
    const [{ n }] = (await owner<{ n: number }>(
      "select count(*)::int as n from person_keys where person_id = any ($1)",
      [[Mia.personId, Nora.personId]],
    )) as [{ n: number }];
    expect(n).toBe(2);
  });

  test("what is undone destroys nothing", async () => {
    const { accountId } = cast.people;
    await expect(
      inScope(accountId, async (db) => {
        await destroyKeys(db, `account:${accountId}`);
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await inScope(accountId, (db) => accountVault(db, accountId))).toBeDefined();
  });
});
