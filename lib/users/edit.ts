import { z } from "zod";

import type { Change } from "@/lib/activity/event";
import type { Database } from "@/lib/db/connection";
import { Failure } from "@/lib/gate/failure";
import { accountVault } from "@/lib/vault/keyring";
import { sealCard } from "./card";
import { type FoundUser, openTitle, sealTitle, updateUser } from "./rows";
import { Locale } from "@/lib/shapes/locale";
import { TimeZone } from "@/lib/shapes/time-zone";
import { Name, Title } from "./user";

/** What may be edited of a user, by an administrator or by themselves. */
export const UserEdit = z.strictObject({
  name: Name.optional(),
  title: Title.optional(),
  locale: z.union([z.literal("").transform(() => null), z.null(), Locale]).optional(),
  timeZone: z.union([z.literal("").transform(() => null), z.null(), TimeZone]).optional(),
});
export type UserEdit = z.infer<typeof UserEdit>;

/** Writes what differs, and tells each changed field before → after. Nothing differs: nothing is written. */
export async function applyEdit(db: Database, user: FoundUser, edit: UserEdit): Promise<Change[]> {
  if (user.status === "deleted") throw new Failure("already_deleted");
  const before = {
    name: user.name,
    title: await openTitle(db, user.row),
    locale: user.row.locale,
    timeZone: user.row.timeZone,
  };
  const changes = (["name", "title", "locale", "timeZone"] as const)
    .filter((field) => edit[field] !== undefined && edit[field] !== before[field])
    .map((field) => ({ field, from: before[field], to: edit[field] ?? null }));
  if (!changes.length) return [];

  const vault = await accountVault(db, user.row.accountId);
  await updateUser(db, user.row, {
    ...(edit.name !== undefined && {
      card: sealCard(vault, user.id, { name: edit.name, email: user.email }),
    }),
    ...(edit.title !== undefined && { title: await sealTitle(db, user.row, edit.title) }),
    ...(edit.locale !== undefined && { locale: edit.locale }),
    ...(edit.timeZone !== undefined && { timeZone: edit.timeZone }),
  });
  return changes;
}
