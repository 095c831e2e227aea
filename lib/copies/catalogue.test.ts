import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { describe, expect, test } from "vitest";

import * as schema from "@/lib/db/schema";
import { testInstallation } from "@/lib/db/testing";
import { catalogueOf, classOf } from "@/lib/purge/tables";
import {
  copies,
  digests,
  everyCopy,
  originals,
  otherFolders,
  otherMemory,
  stays,
} from "./catalogue";

const installation = testInstallation();
const { owner } = installation;

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|testing/.test(name))
  .map((name) => readFileSync(join("lib", name), "utf8"));
const found = (pattern: RegExp) => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!))),
];

describe("[P35] [P65] the catalogue of copies", () => {
  test("has every column that holds personal data, content, a secret or a digest exactly once", () => {
    const columns = Object.values<unknown>(schema)
      .filter((one): one is PgTable => one instanceof PgTable)
      .map(getTableConfig)
      .flatMap(({ name, columns: all }) =>
        all
          .filter((column) => "config" in column && classOfColumn(column) !== undefined)
          .map((column) => `${name}.${column.name}`),
      );
    expect(columns.length).toBeGreaterThan(50);
    const listed = [
      ...everyCopy.flatMap(({ columns: own = [] }) => own),
      ...[...originals, ...Object.keys(stays), ...Object.keys(digests)],
    ];
    expect(listed.toSorted()).toEqual(columns.toSorted());
  });

  test("has every file and folder that is made in the data directory", () => {
    const made = [
      ...found(/join\((?:\w+\.)*dataDir, "([^"]+)"/g),
      ...found(/\$\{(?:\w+\.)*dataDir\}\/([\w.-]*\w)/g),
      ...found(/join\(readEnv\(process\.env\)\.dataDir, "([^"]+)"/g),
      ...found(/openSpool\(join\(folder, "([^"]+)"/g),
    ];
    expect(made.length).toBeGreaterThan(8);
    const listed = [
      ...everyCopy.flatMap(({ folders = [] }) => folders),
      ...Object.keys(otherFolders),
    ];
    expect(made.filter((name) => !listed.includes(name))).toEqual([]);
  });

  test("has everything that a process keeps in memory for all requests", () => {
    const made = found(/\bshared(?:<[^()]*>)?\(\s*"([^"]+)"/g);
    expect(made.length).toBeGreaterThan(15);
    const listed = [...everyCopy.flatMap(({ memory = [] }) => memory), ...Object.keys(otherMemory)];
    expect(listed.toSorted()).toEqual(made.toSorted());
  });

  test.each(
    Object.entries(copies).flatMap(([name, { columns = [], ...copy }]: [string, Listed]) =>
      copy.within ? [[name, copy.within, columns] as const] : [],
    ),
  )("%s are withdrawn by the database in %s", async (_name, within, columns) => {
    const [written] = await owner<{ text: string }>(
      "select prosrc as text from pg_proc where pronamespace = 'castellan'::regnamespace and proname = $1",
      [within],
    );
    for (const column of columns) {
      const [table, name] = column.split(".") as [string, string];
      if (within === "close_erasure_request")
        expect(written!.text).toContain(`NEW.${name} := NULL`);
      else expect(written!.text, column).toMatch(withdrawal(table, name));
    }
  });

  test("each goes in one way at least, and with the account when it is purged", async () => {
    const client = new pg.Client({ connectionString: installation.ownerUrl });
    await client.connect();
    const classes = new Map(
      (await catalogueOf(client)).map((table) => [table.name, classOf(table)]),
    );
    await client.end();
    for (const [name, copy] of Object.entries<Listed>(copies)) {
      expect(copy.within ?? copy.withdraw ?? copy.forget, name).toBeDefined();
      for (const column of copy.columns ?? []) {
        const ofWhom = classes.get(column.split(".")[0]!);
        expect(ofWhom !== "installation" || copy.purge !== undefined, column).toBe(true);
      }
    }
  });
});

type Listed = (typeof everyCopy)[number];

/** The class a column is declared with; undefined for one that is public. */
const classOfColumn = (column: object): string | undefined =>
  (column as { config: { fieldConfig?: { columnClass?: string } } }).config.fieldConfig
    ?.columnClass;

/** How a function destroys a column: with its row, or by emptying it. An archive goes by the key that opens it. */
const withdrawal = (table: string, column: string): RegExp =>
  table === "exports"
    ? /UPDATE exports SET [^;]*file_key = NULL/
    : new RegExp(`DELETE FROM ${table} |UPDATE ${table}\\b[^;]*\\b${column} = NULL`);
