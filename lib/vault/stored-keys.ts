import type { WrappedKey } from "./wrap";

/** Whose fields a key seals. */
export type Owner = `account:${string}` | `person:${string}`;

/** What an owner has, as it is kept. */
export type StoredKeys = { owner: Owner; keys: WrappedKey[] };

/** Someone to ask the database: a request in its scope, or the owner of the tables. */
export type Asked = {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/** Where the wrapped keys of accounts and persons are kept. Those of the installation stay with the data: without them nothing starts. */
export type KeyStore = {
  /** an owner's keys, in any order */
  load(on: Asked, owner: Owner): Promise<WrappedKey[]>;
  /** keeps a new owner's first key: it is safe before the transaction that needs it commits */
  add(on: Asked, owner: Owner, key: WrappedKey): Promise<void>;
  /** answers with what is gone */
  destroy(on: Asked, owner: Owner): Promise<WrappedKey[]>;
  /** everyone's, a batch at a time */
  walk(on: Asked): AsyncIterable<StoredKeys[]>;
  /** takes in what it does not have; answers with the owners it has no place for */
  put(on: Asked, stored: StoredKeys[]): Promise<Owner[]>;
  /** keeps another wrapping of what it has; what is gone stays gone */
  replace(on: Asked, stored: StoredKeys[]): Promise<void>;
  /** takes away what another store has now */
  drop(on: Asked, owners: Owner[]): Promise<void>;
  /** is this installation's store no longer; what was left of nobody's keys stays */
  leave(on: Asked): Promise<void>;
};

/** A store that is not the database itself, so that it can be another's, or missing. */
export type SeparateStore = KeyStore & {
  /** makes room, and clears away what was left half written */
  prepare(): Promise<void>;
  /** which one it is; null when it is not there */
  id(): Promise<string | null>;
  found(id: string): Promise<void>;
  /** what was added or wrapped anew and has not been copied to the backup disk */
  unshipped(): Promise<StoredKeys[]>;
  /** those have been copied */
  shipped(stored: StoredKeys[]): Promise<void>;
};

/** An owner's kind and id. */
export function partsOf(owner: Owner): { kind: "account" | "person"; id: string } {
  const [kind, id] = owner.split(":") as ["account" | "person", string];
  return { kind, id };
}
