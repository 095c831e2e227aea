import { createHmac, timingSafeEqual } from "node:crypto";

import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import { installationKey } from "@/lib/vault/keyring";

/**
 * A cursor says where a list goes on. It is signed and bound to the account and the filter it came from: one that was
 * changed, or carried elsewhere, is refused.
 */
export async function makeCursor(db: Database, bound: string, position: string): Promise<string> {
  return `${Buffer.from(position).toString("base64url")}.${await signature(db, bound, position)}`;
}

export async function readCursor(db: Database, bound: string, cursor: string): Promise<string> {
  const [body = "", signed = ""] = cursor.split(".");
  const position = Buffer.from(body, "base64url").toString();
  const right = Buffer.from(await signature(db, bound, position));
  const given = Buffer.from(signed);
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new Failure("invalid", {
      fields: { cursor: "This cursor belongs to another list. Start from the first page." },
    });
  }
  return position;
}

async function signature(db: Database, bound: string, position: string): Promise<string> {
  const [newest] = await installationKey(db, "cursor");
  return createHmac("sha256", newest!.key)
    .update(`${bound}\n${position}`)
    .digest("base64url")
    .slice(0, 27);
}
