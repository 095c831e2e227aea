import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

import { StartError } from "@/lib/env";
import { faultOf } from "@/lib/purge/signing";
import { CertificateFile } from "@/lib/purge/statement";

/**
 * Verifies a certificate of deletion without the installation that gave it (P65).
 * @throws StartError with what is wrong
 */
export async function verifyCertificate(given: { file: string; key: string }): Promise<string[]> {
  const [certificate, keys] = [await certificateIn(given.file), await keysIn(given.key)];
  const fault = faultOf(certificate, keys);
  if (fault) throw new StartError(fault);
  const { statement, confirmation } = certificate;
  const rows = Object.values(statement.deleted).reduce((sum, n) => sum + n, 0);
  return [
    `The certificate is as ${statement.signer} signed it.`,
    `${words[statement.kind]} ${statement.object} was destroyed on ${statement.finishedAt}: ${rows} rows, ${statement.keys.destroyed} keys.`,
    confirmation
      ? `No backup holds it any more: confirmed on ${confirmation.confirmedAt}.`
      : statement.backupsGoneBy
        ? `Encrypted backups may hold it until ${statement.backupsGoneBy}.`
        : "No backups were made.",
  ];
}

const words = { account: "Account", person: "Person", user: "User" };

async function certificateIn(path: string): Promise<CertificateFile> {
  try {
    return CertificateFile.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new StartError(`${path} is no certificate of deletion, or cannot be read.`, { cause });
  }
}

/** A file may hold several keys, those from before a rotation with it. */
async function keysIn(path: string): Promise<KeyObject[]> {
  try {
    const text = await readFile(path, "utf8");
    const keys = text.match(/-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g) ?? [];
    if (!keys.length) throw new Error("no key");
    return keys.map((pem) => createPublicKey(pem));
  } catch (cause) {
    throw new StartError(`${path} holds no public key, or cannot be read.`, { cause });
  }
}
