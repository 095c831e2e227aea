import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { installationKey } from "@/lib/vault/keyring";
import { canonical, type CertificateFile } from "./statement";

/** What comes before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

const privateKeyOf = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });

/** A public key as people compare it. */
export const signerOf = (key: KeyObject): string =>
  `ed25519:${(key.type === "public" ? key : createPublicKey(key)).export({ format: "jwk" }).x!}`;

export type Signer = { signer: string; sign: (statement: object) => string };

/** The installation's own hand under certificates. */
export async function certificateSigner(db: Database): Promise<Signer> {
  const [newest] = await installationKey(db, "certificate");
  const key = privateKeyOf(newest!.key);
  return {
    signer: signerOf(key),
    sign: (statement) => sign(null, Buffer.from(canonical(statement)), key).toString("base64"),
  };
}

/** The public keys of all certificates this installation ever signed, the newest first, as PEM. */
export async function publicKeys(db: Database): Promise<{ signer: string; pem: string }[]> {
  const keys = await installationKey(db, "certificate");
  return keys.map(({ key }) => {
    const secret = privateKeyOf(key);
    const pem = createPublicKey(secret).export({ type: "spki", format: "pem" }).toString();
    return { signer: signerOf(secret), pem };
  });
}

/** What is wrong with a certificate, as a sentence; null when it is as it was signed. */
export function faultOf(file: CertificateFile, keys: KeyObject[]): string | null {
  const parts = [
    ["certificate", file.statement, file.signature],
    ["confirmation", file.confirmation, file.confirmationSignature],
  ] as const;
  for (const [what, statement, signature] of parts) {
    if (!statement) continue;
    const key = keys.find((one) => signerOf(one) === statement.signer);
    if (!key)
      return `The ${what} was signed by ${statement.signer}, which is not among the keys given.`;
    const signed = Buffer.from(canonical(statement));
    if (!signature || !verify(null, signed, key, Buffer.from(signature, "base64")))
      return `The ${what} is not as it was signed.`;
  }
  return file.confirmation && file.confirmation.certificate !== file.statement.id
    ? "The confirmation belongs to another certificate."
    : null;
}
