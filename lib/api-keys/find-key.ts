import { eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { apiKeys } from "@/lib/db/schema";
import type { TargetThing } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { type KeyRecord, readKeys } from "./rows";

export type FoundKey = TargetThing & { kind: "api_key"; row: KeyRecord };

/** The key of that id in the actor's account; not found for every other id, another account's included. */
export async function findKey({
  db,
  me,
  input: { keyId },
}: {
  db: Database;
  me: Actor;
  input: { keyId: string };
}): Promise<FoundKey> {
  const [row] = await readKeys(db, accountOf(me), { where: eq(apiKeys.id, keyId), limit: 1 });
  if (!row) throw new Failure("not_found");
  const { id, name, holder, version } = row;
  return { kind: "api_key", id, name, holder, version, row };
}
