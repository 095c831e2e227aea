import { BackupError, type RestorePoint } from "@/lib/backups/backup";
import { type Ahead, lookAhead } from "@/lib/backups/embedded";
import type { Trust } from "@/lib/backups/keys";
import { canOpen } from "@/lib/backups/sealed-file";
import { type Env, StartError } from "@/lib/env";
import { rootKeys } from "@/lib/vault/root-key";
import type { Opening } from "./opening-keys";

/**
 * Finds out whether a restore of the embedded database would end well, as far as that can be known, before anything is written: the
 * moment, the pieces of the log, the private key and the root key.
 *
 * @throws BackupError or StartError that names what is wrong and which key is needed
 */
export async function checkRestore(
  env: Env,
  trust: Trust,
  point: RestorePoint,
  opening: Opening,
): Promise<void> {
  insistOnAnyRootKey(env);
  const ahead = await lookAhead(env, trust, point);
  insistOnMoment(ahead, point);
  await insistOnPrivateKey(ahead, opening);
  insistOnRightRootKey(env, ahead);
}

const placeOf = (env: Env) =>
  env.rootKey ? "set CASTELLAN_ROOT_KEY to it" : `put it into ${env.dataDir}/root.key`;

/** A restore makes no root key: a new one opens nothing that was backed up. */
export function insistOnAnyRootKey(env: Env): void {
  if (rootKeys(env).length) return;
  throw new StartError(
    `The root key is missing, and no backup holds it: ${placeOf(env)}, then restore. Nothing was changed.`,
  );
}

function insistOnRightRootKey(env: Env, { base, rootKeys: named }: Ahead): void {
  const held = rootKeys(env).map(({ id }) => id);
  if (!named.length || held.some((id) => named.includes(id))) return;
  throw new StartError(
    `${base.label} needs the root key ${named.at(-1)}, and this machine has ${held.join(" and ")}: ${placeOf(env)}, then restore. Nothing was changed.`,
  );
}

function insistOnMoment({ restorableTo }: Ahead, point: RestorePoint): void {
  if (point.to !== "time" || point.at <= restorableTo) return;
  throw new BackupError(
    "missing",
    `The write-ahead log was shipped up to ${restorableTo.toISOString()}, so ${point.at.toISOString()} cannot be restored: give an earlier moment with --at, or leave --at out for the newest.`,
  );
}

async function insistOnPrivateKey({ base, files }: Ahead, opening: Opening): Promise<void> {
  const needed = base.opens?.recipient
    ? `the private key of ${base.opens.recipient}`
    : "the private key it was sealed for";
  const given = opening.recipients.length
    ? `${opening.from} has the private key of ${opening.recipients.join(" and ")}`
    : `${opening.from} has no private key that fits`;
  for (const file of files)
    if (!(await canOpen(file, opening.keys)))
      throw new BackupError(
        "wrong_key",
        `${file} opens with ${needed}, and ${given}: give the file with the right one with --key. Nothing was changed.`,
      );
}
