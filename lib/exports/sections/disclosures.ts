import { and, asc, eq, gt } from "drizzle-orm";
import type { z } from "zod";

import { disclosures as table } from "@/lib/db/schema";
import { sentenceOf } from "@/lib/egress/sentence";
import { CopyDisclosure } from "@/lib/exports/copy-format";
import { TakeOutDisclosure } from "@/lib/exports/format";
import type { OfAccount } from "./of-account";
import type { OfPerson } from "./of-person";
import { countOf, PAGE, pagesOf } from "./section";

type Row = typeof table.$inferSelect;

const told = ({ id, at, processor, purpose, fields, bytes, requestId, ...row }: Row) => ({
  ...{ id, processor, purpose, bytes, requestId },
  at: at.toISOString(),
  fields: fields.split(" "),
  sentence: sentenceOf({ ...row, processor, purpose, fields }),
});

/** What was told to processors about the account: whom, what for and which fields, never a value. */
export const disclosures: OfAccount<typeof TakeOutDisclosure> = {
  name: "disclosures",
  about: "What was given to processors, like the mail service: whom, what for and which fields.",
  shape: TakeOutDisclosure,
  count: ({ db, whose: { accountId } }) => countOf(db, "disclosures", accountId),
  async *read({ db, whose: { accountId } }) {
    const page = (after: Row | null) =>
      db
        .select()
        .from(table)
        .where(and(eq(table.accountId, accountId), after ? gt(table.id, after.id) : undefined))
        .orderBy(asc(table.id))
        .limit(PAGE);
    for await (const rows of pagesOf(page))
      yield rows.map((row): z.infer<typeof TakeOutDisclosure> => ({
        ...told(row),
        userId: row.userId,
      }));
  },
};

/** What was told to processors about a person. */
export const myDisclosures: OfPerson<typeof CopyDisclosure> = {
  name: "disclosures",
  about: "What was given about you to processors: whom, what for and which fields.",
  shape: CopyDisclosure,
  count: ({ db, whose: { personId } }) => db.$count(table, eq(table.personId, personId)),
  async *read({ db, whose: { personId } }) {
    const page = (after: Row | null) =>
      db
        .select()
        .from(table)
        .where(and(eq(table.personId, personId), after ? gt(table.id, after.id) : undefined))
        .orderBy(asc(table.id))
        .limit(PAGE);
    for await (const rows of pagesOf(page))
      yield rows.map((row): z.infer<typeof CopyDisclosure> => ({
        ...told(row),
        accountId: row.accountId,
      }));
  },
};
