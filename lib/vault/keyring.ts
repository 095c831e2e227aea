import { desc, eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { installationKeys } from "@/lib/db/schema";
import { readEnv } from "@/lib/env";
import { shared } from "@/lib/runtime";
import { loadKeys } from "./key-store";
import { type RootKey, rootKeys } from "./root-key";
import type { Owner } from "./stored-keys";
import { Vault } from "./vault";
import { knownVault, rememberVault } from "./vaults";
import { newKey, unwrap, wrap, type WrappedKey } from "./wrap";

/** What the installation's own keys are for; each purpose has a key of its own. */
export const purposes = [
  "check",
  "pepper",
  "blind-index",
  "limiter",
  "cursor",
  "auth",
  "app-role",
  "mailbox",
  "jobs",
  "idempotency",
  "traffic",
  "log",
  "journal",
  "objections",
  "support",
  "certificate",
  "recipients",
] as const;
export type Purpose = (typeof purposes)[number];

const installation = () =>
  shared("installation-keys", () => new Map<string, { version: number; key: Buffer }[]>());

const heldRootKeys = () =>
  shared<{ keys: RootKey[] }>("root-keys", () => ({ keys: rootKeys(readEnv(process.env)) }));

/** Opens stored keys. The root keys are read anew when a key turns up that those in memory did not wrap: a rotation has passed by. */
function openKeys(owner: string, stored: WrappedKey[]): { version: number; key: Buffer }[] {
  const held = heldRootKeys();
  if (!stored.every(({ rootKeyId }) => held.keys.some(({ id }) => id === rootKeyId))) {
    held.keys = rootKeys(readEnv(process.env));
  }
  return stored.map((one) => ({ version: one.version, key: unwrap(held.keys, owner, one) }));
}

/** All versions of an installation key, the newest first. */
export async function installationKey(
  db: Database,
  purpose: Purpose,
): Promise<{ version: number; key: Buffer }[]> {
  const known = installation().get(purpose);
  if (known) return known;
  const stored = await db
    .select({
      version: installationKeys.version,
      wrapped: installationKeys.wrapped,
      rootKeyId: installationKeys.rootKeyId,
    })
    .from(installationKeys)
    .where(eq(installationKeys.purpose, purpose))
    .orderBy(desc(installationKeys.version));
  const keys = openKeys(`installation:${purpose}`, stored);
  if (!keys.length) throw new Error(`the installation has no ${purpose} key`);
  installation().set(purpose, keys);
  return keys;
}

export const installationVault = async (db: Database, purpose: Purpose): Promise<Vault> =>
  vaultOf(`installation:${purpose}`, await installationKey(db, purpose));

/** The vault of an account in scope. */
export const accountVault = (db: Database, accountId: string): Promise<Vault> =>
  ownersVault(db, `account:${accountId}`);

/** The vault of a person in scope, or of one who has a user in the account in scope. */
export const personVault = (db: Database, personId: string): Promise<Vault> =>
  ownersVault(db, `person:${personId}`);

async function ownersVault(db: Database, owner: Owner): Promise<Vault> {
  const known = knownVault(owner);
  if (known) return known;
  const stored = await loadKeys(db, owner);
  if (!stored.length) throw new Error(`${owner} has no key in this scope`);
  return rememberVault(owner, vaultOf(owner, openKeys(owner, stored)));
}

/** A key for a new account or person: the vault to seal with, and the key to keep with `addKey`. */
export function freshVault(root: RootKey, owner: Owner): { vault: Vault; key: WrappedKey } {
  const key = newKey();
  return { vault: vaultOf(owner, [{ version: 1, key }]), key: wrap(root, owner, 1, key) };
}

/** Held, shared, by whoever wraps a new key until it is committed; a rotation waits for them once. */
export const WRAPPING_LOCK = 0x6b65_7973;

/**
 * The root key that wraps new keys of this transaction: the one that wraps the installation's own, which a rotation changes first. A
 * process that started before the rotation must not go on wrapping with a key that is about to be thrown away.
 */
export async function wrappingRootKey(db: Database): Promise<RootKey> {
  await db.$client.query("select pg_advisory_xact_lock_shared($1)", [WRAPPING_LOCK]);
  const [check] = await db
    .select({ id: installationKeys.rootKeyId })
    .from(installationKeys)
    .where(eq(installationKeys.purpose, "check"));
  const held = heldRootKeys();
  const find = () => held.keys.find(({ id }) => id === check?.id);
  if (!find()) held.keys = rootKeys(readEnv(process.env));
  const root = find();
  if (!root) throw new Error("the root key that wraps new keys is not at hand");
  return root;
}

const vaultOf = (owner: string, keys: { version: number; key: Buffer }[]) =>
  new Vault(
    owner,
    new Map(keys.map(({ version, key }) => [version, key])),
    Math.max(...keys.map((k) => k.version)),
  );
