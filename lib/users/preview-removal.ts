import { and, count, eq, or } from "drizzle-orm";
import { z } from "zod";

import { activity, letters, sessions } from "@/lib/db/schema";
import { enterScope } from "@/lib/db/scope";
import { query } from "@/lib/gate/query";
import { everyPlaceOf } from "@/lib/people/rows";
import { findUser } from "./rows";
import { UserId } from "./user";

/**
 * What a permanent deletion takes along, in numbers. Whether the person goes too is null where they never accepted,
 * since whoever invites an address must not learn whether somebody has it already.
 */
export const RemovalPreview = z
  .object({
    name: z.string().meta({ examples: ["Mia Mills"] }),
    email: z.string().meta({ examples: ["mia@example.test"] }),
    events: z.int().meta({ description: "Entries of the activity about the user", examples: [12] }),
    sessions: z.int(),
    letters: z.int(),
    lastUserOfPerson: z.boolean().nullable().meta({
      description: "Whether the person goes too; null where they never accepted",
    }),
  })
  .meta({ id: "RemovalPreview", description: "What a permanent deletion destroys" });
export type RemovalPreview = z.infer<typeof RemovalPreview>;

/** Shows what permanently deleting a user destroys, before it is done (P35). */
export const previewRemoval = query("user.preview_removal", {
  input: z.strictObject({ userId: UserId }),
  output: RemovalPreview,
  refuses: [],
  target: findUser,
  async run({ db, target }): Promise<RemovalPreview> {
    const { accountId, personId } = target.row;
    const places = await everyPlaceOf(db, personId);
    const last = target.row.acceptedAt ? places.length === 1 : null;
    await enterScope(db, accountId, personId);
    const [events] = await db
      .select({ n: count() })
      .from(activity)
      .where(and(eq(activity.accountId, accountId), eq(activity.objectId, target.id)));
    const [going] = await db
      .select({ n: count() })
      .from(sessions)
      .where(
        or(
          and(eq(sessions.accountId, accountId), eq(sessions.userId, target.id)),
          last ? eq(sessions.personId, personId) : undefined,
        ),
      );
    const [post] = await db
      .select({ n: count() })
      .from(letters)
      .where(
        or(
          and(eq(letters.accountId, accountId), eq(letters.userId, target.id)),
          last ? eq(letters.personId, personId) : undefined,
        ),
      );
    return {
      name: target.name,
      email: target.email,
      events: events!.n,
      sessions: going!.n,
      letters: post!.n,
      lastUserOfPerson: last,
    };
  },
});
