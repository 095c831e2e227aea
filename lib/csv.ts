import { stringify } from "csv-stringify/sync";

/** The first line of a table for people. The byte-order mark tells spreadsheets that it is UTF-8. */
export const csvHead = (columns: readonly string[]): string =>
  stringify([[...columns]], { bom: true });

/** Rows of such a table. A cell that a spreadsheet would take for a formula is defused (V1.2.10). */
export const csvRows = (columns: readonly string[], rows: object[]): string =>
  stringify(rows, { columns: [...columns], escape_formulas: true, cast: { boolean: String } });
