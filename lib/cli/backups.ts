import pg from "pg";

import { alarmsAt, sayAlarm } from "@/lib/backups/alarms";
import { installationEngine } from "@/lib/backups/installation-engine";
import { backupKeys, keyIsHere } from "@/lib/backups/keys";
import { readKnown } from "@/lib/backups/known";
import { noteInventory } from "@/lib/backups/rows";
import type { Env } from "@/lib/env";
import { sizeInWords } from "@/lib/backups/size-in-words";

/** What lies on the backup disk, the newest first, and what is wrong. */
export async function backups(env: Env): Promise<string[]> {
  const ownerUrl = process.env.DATABASE_URL!;
  const keys = await backupKeys(env);
  const engine = installationEngine(env, !env.databaseUrl, ownerUrl, keys);
  const inventory = await engine.inventory();
  await noteInventory(ownerUrl, inventory, { keyHere: keyIsHere(env), journalWhole: true });
  const alarms = await alarmsNow(ownerUrl);
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
    `Sealed for      ${keys.recipient ?? "the cipher of pgBackRest's repository"}`,
    `Signed by       ${keys.signer}`,
    ...alarms.map((says) => `! ${says}`),
  ];
}

async function alarmsNow(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    return alarmsAt(await readKnown(client), new Date()).map(sayAlarm);
  } finally {
    await client.end();
  }
}

const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
