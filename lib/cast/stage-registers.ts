import { day } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { locations } from "@/lib/db/schema";

/** A processor that is announced, as rows and without letters: from forty days from now on unless said otherwise. */
export async function stageChange({
  name = "Example GmbH",
  effectiveAt = new Date(Date.now() + 40 * day),
} = {}): Promise<{ changeId: string; processorId: string }> {
  const [changeId, processorId] = [newId(), newId()];
  await inTransaction(async ({ $client }) => {
    await $client.query(
      "insert into processors (id, key, name, purpose, fields) values ($1, 'other', $2, 'to try things', 'nothing')",
      [processorId, name],
    );
    await $client.query(
      "insert into processor_changes (id, kind, processor_id, effective_at) values ($1, 'added', $2, $3)",
      [changeId, processorId, effectiveAt],
    );
  });
  return { changeId, processorId };
}

type Place = Omit<typeof locations.$inferInsert, "id" | "since">;

/** A place where something is kept, from now on unless said otherwise. */
export async function stageLocation(place: Place, since = new Date()): Promise<string> {
  const id = newId();
  await inTransaction((db) => db.insert(locations).values({ id, ...place, since }));
  return id;
}
