import { customType } from "drizzle-orm/pg-core";

/**
 * What a column holds, and so how it may be stored:
 * `personal` and `secret` and `content` only as ciphertext, `digest` only as a keyed or one-way hash.
 * Every other column is public: opaque ids, times, verbs, states, counts.
 */
export type ColumnClass = "personal" | "secret" | "content" | "digest";

const bytes = customType<{
  data: Buffer;
  driverData: Buffer;
  config: { columnClass: ColumnClass };
}>({
  dataType: () => "bytea",
});

/** Ciphertext of the vault, bound to its row (`lib/vault/seal.ts`). */
export const sealed = (columnClass: "personal" | "secret" | "content", name?: string) =>
  name ? bytes(name, { columnClass }) : bytes({ columnClass });

/** A hash nobody can turn back: token hashes, blind indexes, limiter keys. */
export const digest = (name?: string) =>
  name ? bytes(name, { columnClass: "digest" }) : bytes({ columnClass: "digest" });
