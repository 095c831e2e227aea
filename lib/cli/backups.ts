import { alarmsAt, sayAlarm } from "@/lib/backups/alarms";
import { installationEngine } from "@/lib/backups/installation-engine";
import { type KeyCopies, keyCopies } from "@/lib/backups/key-sets";
import { backupKeys, keyIsHere } from "@/lib/backups/keys";
import { readKnown } from "@/lib/backups/known";
import { asOwner, noteInventory } from "@/lib/backups/rows";
import type { Env } from "@/lib/env";
import { sizeInWords } from "@/lib/backups/size-in-words";

/** What lies on the backup disk, the newest first, and what is wrong. */
export async function backups(env: Env): Promise<string[]> {
  const ownerUrl = process.env.DATABASE_URL!;
  const keys = await backupKeys(env);
  const engine = installationEngine(env, !env.databaseUrl, ownerUrl, keys);
  const inventory = await engine.inventory();
  const copies = await asOwner(ownerUrl, (client) => keyCopies(env, client));
  await noteInventory(ownerUrl, inventory, {
    keyHere: keyIsHere(env),
    journalWhole: true,
    keys: copies,
  });
  const alarms = await asOwner(ownerUrl, async (client) =>
    alarmsAt(await readKnown(client), new Date()).map(sayAlarm),
  );
  return [
    ...(inventory.backups.length
      ? inventory.backups.map(
          ({ label, kind, endedAt, bytes, rows }) =>
            `${kind === "full" ? "" : "  "}${label.padEnd(kind === "full" ? 36 : 34)} ${moment(endedAt)}  ${sizeInWords(bytes).padStart(10)}  ${rows} rows`,
        )
      : ["There is no backup yet."]),
    "",
    inventory.restorableTo
      ? `Restorable up to ${moment(inventory.restorableTo)}`
      : "Nothing can be restored at this moment",
    ...keysLines(copies),
    `Sealed for      ${keys.recipient ?? "the cipher of pgBackRest's repository"}`,
    `Signed by       ${keys.signer}`,
    ...alarms.map((says) => `! ${says}`),
  ];
}

const keysLines = (copies: KeyCopies | null) =>
  copies
    ? [
        `Keys apart      ${copies.sets} ${copies.sets === 1 ? "set" : "sets"}${copies.newest && copies.oldest ? `, the newest of ${moment(copies.newest)}, the oldest of ${moment(copies.oldest)}` : ""}`,
      ]
    : ["Keys            with the data, in its backups"];

const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
