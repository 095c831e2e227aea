import type { Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { disclosures } from "@/lib/db/schema";
import type { FieldOf, Processor, PurposeOf } from "./processors";

/** Something a processor has been told, as the ledger keeps it: which fields, never what stood in them. */
type Disclosure<P extends Processor, U extends PurposeOf<P>> = {
  processor: P;
  purpose: U;
  fields: readonly FieldOf<P, U>[];
  /** how much it was */
  bytes: number;
  /** whose data it was, by ids */
  about: { accountId: string | null; personId: string | null; userId: string | null };
  requestId: string;
};

/** Writes a line of the ledger, in the transaction that settles what was sent, whose scope is the account's or the person's (P44). */
export async function noteDisclosure<P extends Processor, U extends PurposeOf<P>>(
  db: Database,
  { processor, purpose, fields, bytes, about, requestId }: Disclosure<P, U>,
): Promise<void> {
  await db.insert(disclosures).values({
    ...{ id: newId(), processor, purpose, fields: fields.join(" ") },
    ...{ ...about, bytes, requestId },
  });
}
