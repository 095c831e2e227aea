import { createPublicKey, sign, verify } from "node:crypto";
import { readFile } from "node:fs/promises";

import { z } from "zod";

import { BackupError } from "./backup";
import { writeWhole } from "@/lib/durable";
import type { BackupKeys } from "./keys";

const Envelope = z.strictObject({
  signed: z.string(),
  signer: z.string().regex(/^ed25519:[\w-]{43}$/),
  signature: z.base64(),
});

/** What is signed says what it is, so that no file passes for one of another kind. */
const bytesOf = (what: string, text: string) => Buffer.from(`castellan ${what}\n${text}`);

/** Writes a fact about backups so that nobody can change it unnoticed (Ed25519). */
export async function writeSigned(
  path: string,
  what: string,
  value: unknown,
  { signing, signer }: BackupKeys,
): Promise<void> {
  const signed = JSON.stringify(value);
  const signature = sign(null, bytesOf(what, signed), signing).toString("base64");
  await writeWhole(path, `${JSON.stringify({ signed, signer, signature })}\n`);
}

/**
 * Reads such a fact.
 * @throws BackupError `unsigned` when it was changed, or signed by nobody this machine knows; `missing` when it is not there
 */
export async function readSigned<T>(
  path: string,
  what: string,
  shape: z.ZodType<T>,
  trusted: string[],
): Promise<T> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new BackupError("missing", `${path} is missing or cannot be read.`, { cause });
  });
  try {
    const { signed, signer, signature } = Envelope.parse(JSON.parse(text));
    if (!trusted.includes(signer))
      throw new BackupError(
        "unsigned",
        `${path} was signed by ${signer}, whom this machine does not know: compare it with the signer you wrote down beside the private key, and give it with --signer.`,
      );
    const key = createPublicKey({
      format: "jwk",
      key: { kty: "OKP", crv: "Ed25519", x: signer.slice("ed25519:".length) },
    });
    if (!verify(null, bytesOf(what, signed), key, Buffer.from(signature, "base64")))
      throw new Error("the signature does not fit");
    return shape.parse(JSON.parse(signed));
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError(
      "unsigned",
      `${path} is not as it was signed: this backup cannot be trusted.`,
      { cause },
    );
  }
}
