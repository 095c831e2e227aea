import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { inTransaction } from "@/lib/db/connection";
import { sameEmail } from "@/lib/shapes/email";
import { installationKey } from "@/lib/vault/keyring";

/** What a browser keeps after its person signed in there: an id of its own, signed for that login. */
export async function deviceFor(login: string): Promise<string> {
  const id = randomBytes(12).toString("base64url");
  return `${id}.${await signature(id, login)}`;
}

/**
 * The id of a browser in which this login was used before, or null. It has a count of failures of its own, so that a
 * stranger who fails on purpose does not lock its owner out (ASVS V6.3.1).
 */
export async function knownDevice(
  login: string,
  device: string | undefined,
): Promise<string | null> {
  const [id = "", signed = ""] = (device ?? "").split(".");
  if (!id) return null;
  const right = Buffer.from(await signature(id, login));
  const given = Buffer.from(signed);
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

async function signature(id: string, login: string): Promise<string> {
  const [newest] = await inTransaction((db) => installationKey(db, "limiter"), "read");
  return createHmac("sha256", newest!.key)
    .update(`device:${id}:${sameEmail(login)}`)
    .digest("base64url");
}
