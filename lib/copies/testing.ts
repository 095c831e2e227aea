import { getTableConfig, PgTable } from "drizzle-orm/pg-core";

import { inTransaction } from "@/lib/db/connection";
import * as schema from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { accountVault, installationVault, personVault, purposes } from "@/lib/vault/keyring";
import type { Vault } from "@/lib/vault/vault";

type Owner = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** What stands in every sealed cell of the database that can be opened with any key there is, by column. */
export async function openEverything(owner: Owner): Promise<Map<string, string[]>> {
  const vaults = await everyVault(owner);
  const opened = new Map<string, string[]>();
  for (const { name: table, columns } of tables) {
    const sealed = columns.filter(({ isSealed }) => isSealed).map(({ name }) => name);
    if (!sealed.length) continue;
    for (const row of await owner<Record<string, unknown>>(`select * from ${table}`)) {
      const ids = idsIn(row);
      for (const column of sealed) {
        const cell = row[column];
        if (!Buffer.isBuffer(cell)) continue;
        const text = firstThatOpens(vaults, ids, table, column, cell);
        if (text === null) continue;
        const name = `${table}.${column}`;
        opened.set(name, [...(opened.get(name) ?? []), text]);
      }
    }
  }
  return opened;
}

const tables = Object.values<unknown>(schema)
  .filter((one): one is PgTable => one instanceof PgTable)
  .map(getTableConfig)
  .map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => ({
      name: column.name,
      isSealed: ["personal", "content", "secret"].includes(
        (column as unknown as { config: { fieldConfig?: { columnClass?: string } } }).config
          .fieldConfig?.columnClass ?? "",
      ),
    })),
  }));

async function everyVault(owner: Owner): Promise<Vault[]> {
  const accounts = await owner<{ id: string }>("select id from accounts");
  const persons = await owner<{ id: string }>("select id from persons");
  return inTransaction(async (db) => {
    const vaults: Vault[] = [];
    for (const purpose of purposes) vaults.push(await installationVault(db, purpose));
    for (const { id } of accounts) {
      await enterScope(db, id);
      vaults.push(await accountVault(db, id));
    }
    for (const { id } of persons) {
      await enterScope(db, null, id);
      vaults.push(await personVault(db, id));
    }
    return vaults;
  });
}

/** What a cell may be bound to: an id of its row, or a hash in it. */
const idsIn = (row: Record<string, unknown>): string[] =>
  Object.values(row).flatMap((value) =>
    typeof value === "string" && /^[\da-f-]{36}$/.test(value)
      ? [value]
      : Buffer.isBuffer(value) && value.length === 32
        ? [value.toString("hex")]
        : [],
  );

function firstThatOpens(
  vaults: readonly Vault[],
  ids: readonly string[],
  table: string,
  column: string,
  sealed: Buffer,
): string | null {
  for (const vault of vaults) {
    for (const row of ids) {
      try {
        return vault.open({ table, column, row }, sealed);
      } catch {
        // sealed by another, or bound to another id
      }
    }
  }
  return null;
}
