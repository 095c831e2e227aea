import { createHmac } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { sameEmail } from "@/lib/shapes/email";
import { installationKey } from "./keyring";

/** The only way to look up an address: HMAC-SHA-256 of the whole address in its comparable form, never cut (P29). */
export async function emailIndex(db: Database, email: string): Promise<Buffer> {
  const [newest] = await installationKey(db, "blind-index");
  return createHmac("sha256", newest!.key)
    .update(`email:${sameEmail(email)}`)
    .digest();
}
