import type { z } from "zod";

import type { Database } from "@/lib/db/connection";
import type { Actor } from "@/lib/policy/actor";
import { unmaskedIn } from "@/lib/support/rows";
import { mask } from "./mask";

/** A value as one actor is shown it, by what its schema says of each part. */
export type Visible = <Schema extends z.ZodType>(
  schema: Schema,
  value: z.output<Schema>,
) => z.output<Schema>;

/** A value as it is: for people from whom nothing is masked, and where nothing is compared. */
export const asItIs: Visible = (_schema, value) => value;

/** How the one who asks is shown things: support with personal fields masked, everybody else as they are. */
export async function visibleTo(db: Database, me: Actor): Promise<Visible> {
  if (me.kind !== "support") return asItIs;
  const unmasked = await unmaskedIn(db, me.accountId, me.grantId);
  return masking(unmasked);
}

/** A value as support is shown it while this much is unmasked. */
export const masking =
  (unmasked: ReadonlySet<string>): Visible =>
  (schema, value) =>
    mask(schema, value, unmasked).value as typeof value;
