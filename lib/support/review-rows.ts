import type { Database } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { installationVault } from "@/lib/vault/keyring";
import type { Review } from "./review";

const wordsPlace = (itemId: string) => ({
  table: "support_review_items",
  column: "words",
  row: itemId,
});

export const sealWords = async (db: Database, itemId: string, words: string): Promise<Buffer> =>
  (await installationVault(db, "support")).seal(wordsPlace(itemId), words);

export const openWords = async (db: Database, itemId: string, words: Buffer): Promise<string> =>
  (await installationVault(db, "support")).open(wordsPlace(itemId), words);

type Row = {
  id: string;
  quarter: string;
  opened_at: Date;
  due_at: Date;
  closed_at: Date | null;
  overdue: boolean;
  items: number;
  undecided: number;
};

/** All reviews, the newest first: four a year. */
export async function readReviews(db: Database): Promise<Review[]> {
  return (await call<Row>(db, "reviews")).map((row) => ({
    id: row.id,
    quarter: row.quarter,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    overdue: row.overdue,
    items: row.items,
    undecided: row.undecided,
  }));
}
