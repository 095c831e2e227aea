import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { generateX25519Identity, identityToRecipient } from "age-encryption";

import type { Env } from "@/lib/env";
import { BackupError } from "./backup";
import { syncFolder, writeWhole } from "@/lib/durable";

/** What this machine holds to make backups and to rehearse the newest ones. It opens none that is older. */
export type BackupKeys = {
  /** the public key everything is sealed for, its private half need not be here; null where pgBackRest has a cipher of its own */
  recipient: string | null;
  signing: KeyObject;
  /** as people copy it: `ed25519:…` */
  signer: string;
  /** whose signatures count */
  trusted: string[];
};

/** Whose signatures count: all that reading backups needs. */
export type Trust = Pick<BackupKeys, "trusted">;

type DrillKey = { label: string; key: string };
/** Fulls with the log after them, and sets of copied keys, each have keys of their own for rehearsals. */
type DrillKeysOf = "fulls" | "keySets";

const folder = (env: Env) => join(env.dataDir, "backup-keys");
const recipientFile = (env: Env) => join(folder(env), "recipient.txt");
const signingFile = (env: Env) => join(folder(env), "signing.key");
const signersFile = (env: Env) => join(folder(env), "signers.txt");
const drillFile = (env: Env, of: DrillKeysOf) =>
  join(folder(env), of === "fulls" ? "drill-keys.json" : "key-set-keys.json");

/** Where the private half is written once. Whoever runs the installation is told to move it away. */
export const privateKeyFile = (env: Env) => join(folder(env), "move-me-away.txt");

export const keyIsHere = (env: Env) => existsSync(privateKeyFile(env));

/** The keys of this installation's backups, made on first use. */
export async function backupKeys(env: Env): Promise<BackupKeys> {
  await mkdir(folder(env), { recursive: true, mode: 0o700 });
  if (!existsSync(signingFile(env))) await makeSigningKey(env);
  const signing = signingKey(env);
  const signer = signerOf(signing);
  const recipient = env.pgBackRestStanza ? null : await recipientFor(env, signer);
  return { recipient, signing, signer, trusted: [signer, ...signersIn(signersFile(env))] };
}

/** Whose signatures count on this machine, found out without making any key. */
export function trustHere(env: Env, given: string[]): Trust {
  const own = existsSync(signingFile(env)) ? [signerOf(signingKey(env))] : [];
  return { trusted: [...own, ...signersIn(signersFile(env)), ...given] };
}

function signingKey(env: Env): KeyObject {
  const file = signingFile(env);
  try {
    return createPrivateKey(readFileSync(file));
  } catch (cause) {
    throw new BackupError(
      "wrong_key",
      `${file} cannot be read or is not a signing key: put it back as it was, or delete it to have a new one made. Backups made before then need --signer.`,
      { cause },
    );
  }
}

/** On a machine without a pair of its own, backups go on being sealed for the one that was just used, so that one key opens all of them. */
export async function adoptRecipient(env: Env, key: string): Promise<void> {
  if (env.backupRecipient || existsSync(recipientFile(env))) return;
  await mkdir(folder(env), { recursive: true, mode: 0o700 });
  await writeWhole(recipientFile(env), `${await identityToRecipient(key)}\n`);
}

async function recipientFor(env: Env, signer: string): Promise<string> {
  if (env.backupRecipient) return env.backupRecipient;
  if (!existsSync(recipientFile(env))) await makePair(env, signer);
  return readFileSync(recipientFile(env), "utf8").trim();
}

async function makeSigningKey(env: Env): Promise<void> {
  const { privateKey } = generateKeyPairSync("ed25519");
  await writeWhole(
    signingFile(env),
    privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    0o400,
  );
}

async function makePair(env: Env, signer: string): Promise<void> {
  const key = await generateX25519Identity();
  const recipient = await identityToRecipient(key);
  await writeWhole(privateKeyFile(env), privateHalf(key, recipient, signer), 0o400);
  await writeWhole(recipientFile(env), `${recipient}\n`);
  await syncFolder(folder(env));
}

const privateHalf = (key: string, recipient: string, signer: string) =>
  `# The private key of Castellan's backups. Whoever holds it can read every backup; without it, nobody can.
# Move this file off this machine, to two places, and delete it here. The root key is not in the backups: keep it too.
# public key: ${recipient}
# signer: ${signer}
${key}
`;

/** Raw public half of a signing key, as text people can compare. */
export const signerOf = (key: KeyObject): string => `ed25519:${key.export({ format: "jwk" }).x}`;

function signersIn(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").match(/ed25519:[\w-]{43}/g) ?? [];
}

/** What a file with the private half holds: its keys, and the signers written beside them. */
export async function readPrivateKeys(
  file: string,
): Promise<{ keys: string[]; recipients: string[]; signers: string[] }> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new BackupError(
      "wrong_key",
      `The key file ${file} cannot be read: give another with --key.`,
      { cause },
    );
  }
  const keys = text.match(/^AGE-SECRET-KEY-1[0-9A-Z]+$/gm) ?? [];
  if (!keys.length)
    throw new BackupError(
      "wrong_key",
      `${file} holds no private key of age: give another with --key.`,
    );
  try {
    const recipients = await Promise.all(keys.map((key) => identityToRecipient(key)));
    return { keys, recipients, signers: signersIn(file) };
  } catch (cause) {
    throw new BackupError(
      "wrong_key",
      `The private key in ${file} is not complete: a character is missing or wrong. Give another copy with --key.`,
      { cause },
    );
  }
}

/** Believes another signer from now on: the machine whose backups were restored here. */
export async function trustSigners(env: Env, signers: string[]): Promise<void> {
  const all = new Set([...signersIn(signersFile(env)), ...signers]);
  await mkdir(folder(env), { recursive: true, mode: 0o700 });
  await writeWhole(signersFile(env), `${[...all].join("\n")}\n`);
}

/**
 * A key for rehearsals, made for each full or set and kept on this machine until the next one is whole. So a drill needs nobody's hands,
 * and whoever steals the machine reads no backup older than what the machine itself holds.
 */
export async function makeDrillKey(
  env: Env,
  label: string,
  of: DrillKeysOf = "fulls",
): Promise<void> {
  const key = await generateX25519Identity();
  const kept = [{ label, key }, ...drillKeys(env, of)];
  await writeWhole(drillFile(env, of), JSON.stringify(kept), 0o600);
}

/** Destroys the keys of everything before this one. */
export async function forgetDrillKeysBefore(
  env: Env,
  label: string,
  of: DrillKeysOf = "fulls",
): Promise<void> {
  const kept = drillKeys(env, of).filter((one) => one.label >= label);
  await writeWhole(drillFile(env, of), JSON.stringify(kept), 0o600);
}

/** The keys for rehearsals, the newest first. */
export function drillKeys(env: Env, of: DrillKeysOf = "fulls"): DrillKey[] {
  if (!existsSync(drillFile(env, of))) return [];
  try {
    return JSON.parse(readFileSync(drillFile(env, of), "utf8")) as DrillKey[];
  } catch (cause) {
    throw new BackupError(
      "wrong_key",
      `${drillFile(env, of)} cannot be read or was changed: delete it, then make a full with npx castellan backup. Drills before then need --key.`,
      { cause },
    );
  }
}

/** Every key for rehearsals that is on this machine. */
export const rehearsalKeys = (env: Env): string[] =>
  [...drillKeys(env), ...drillKeys(env, "keySets")].map(({ key }) => key);

/** Everyone a file is sealed for. */
export async function recipientsOf(env: Env, keys: BackupKeys): Promise<string[]> {
  const [newest] = drillKeys(env);
  return [
    ...(keys.recipient ? [keys.recipient] : []),
    ...(newest ? [await identityToRecipient(newest.key)] : []),
  ];
}

/** Everyone a set of copied keys is sealed for; it is ours to seal also where pgBackRest has a cipher of its own. */
export async function recipientsOfKeySets(env: Env, { signer }: BackupKeys): Promise<string[]> {
  const [newest] = drillKeys(env, "keySets");
  return [
    await recipientFor(env, signer),
    ...(newest ? [await identityToRecipient(newest.key)] : []),
  ];
}
