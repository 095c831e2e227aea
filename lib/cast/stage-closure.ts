import { eq, isNull, and } from "drizzle-orm";

import { accountName } from "@/lib/accounts/rows";
import { cooling } from "@/lib/closures/rows";
import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { closures, holds } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { certify } from "@/lib/purge/certify";
import type { OnStage } from "./stage";

/** Takes back whatever closing of the account is under way, and tells its name. */
export const openAgain = ({ accountId }: OnStage): Promise<{ name: string }> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db
      .update(closures)
      .set({ cancelledAt: new Date() })
      .where(and(eq(closures.accountId, accountId), isNull(closures.cancelledAt)));
    return { name: await accountName(db, accountId) };
  });

/** The account of someone on stage, being closed: cooling off, or waiting for a second owner. */
export const stageClosure = (
  { accountId, userId }: OnStage,
  { by, secondOwner = false }: { by?: OnStage; secondOwner?: boolean } = {},
): Promise<void> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    await db.insert(closures).values({
      ...{ accountId, id: newId(), requestedBy: by?.userId ?? userId, onRequest: false },
      ...{ secondOwner, ...(!secondOwner && cooling) },
    });
  });

/** A hold on the account of someone on stage. */
export const stageHold = ({ accountId }: OnStage): Promise<string> =>
  inTransaction(async (db) => {
    await enterScope(db, accountId);
    const id = newId();
    const until = new Date(Date.now() + 30 * day);
    await db.insert(holds).values({ accountId, id, category: "legal", until, placedBy: newId() });
    return id;
  });

/** A certificate of nobody in particular, and the code that finds it. */
export const stageCertificate = (): Promise<string> =>
  inTransaction(async (db) => {
    const gone = { kind: "person", accountId: null, objectId: newId(), requestedAt: null } as const;
    const { code } = await certify(db, { ...gone, deleted: { persons: 1 }, keys: [] }, new Date());
    return code;
  });
