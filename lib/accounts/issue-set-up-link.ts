import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { lives } from "@/lib/links/rows";
import { hashToken, newToken } from "@/lib/links/token";
import { address } from "@/lib/mail/addresses";

/** The one-time link for the first account and its owner; null once an account exists. A newer one kills the older. */
export async function issueSetUpLink(): Promise<string | null> {
  const token = newToken();
  const issued = await inTransaction(async (db) => {
    const { rows } = await db.$client.query<{ issued: boolean }>(
      "select castellan.issue_set_up_link($1, $2, $3 * interval '1 millisecond') as issued",
      [newId(), hashToken("link", token), lives.setup],
    );
    return rows[0]!.issued;
  });
  return issued ? address.setUp(token) : null;
}
