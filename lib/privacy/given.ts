import { partsOf } from "@/lib/egress/sentence";
import type { Database } from "@/lib/db/connection";
import type { Privacy } from "./privacy";

type Row = { processor: string; purpose: string; fields: string; n: number; last_at: Date };

/** To whom the data of the person in scope was given, added up over all their accounts (P44). */
export async function givenOf(db: Database, personId: string): Promise<Privacy["given"]> {
  const { rows } = await db.$client.query<Row>({
    name: "given_of_person",
    text: `select processor, purpose, fields, count(*)::int as n, max(at) as last_at from disclosures
      where person_id = $1 group by processor, purpose, fields order by n desc, processor, purpose, fields`,
    values: [personId],
  });
  return rows.map(({ n, last_at: lastAt, ...line }) => ({
    ...partsOf(line),
    count: n,
    lastAt: lastAt.toISOString(),
  }));
}
