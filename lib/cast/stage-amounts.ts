import { createAccountRow } from "@/lib/accounts/rows";
import { inTransaction } from "@/lib/db/connection";
import { enterScope } from "@/lib/db/scope";
import type { Invented } from "./amounts";
import type { Figure } from "./figures";
import { type OnStage, stageUser } from "./stage";
import { stageHappenings } from "./stage-history";

/**
 * Writes an invented account with its people and what they did: all of it or nothing.
 *
 * @param made called after each person, with how many that were
 */
export const stageInvented = (
  { name, figures, happenings }: Invented,
  hash: string,
  made: (people: number) => void = () => {},
): Promise<void> =>
  inTransaction(async (db) => {
    const id = await createAccountRow(db, name);
    const staged = new Map<Figure, OnStage>();
    for (const one of figures) {
      staged.set(one, await stageUser(db, id, one, hash, one.life));
      made(1);
    }
    await enterScope(db, id);
    await stageHappenings(db, { id, name }, happenings, staged);
  });
