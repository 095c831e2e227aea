import { z } from "zod";

import { day } from "@/lib/clock";
import { type Database } from "@/lib/db/connection";
import { newId } from "@/lib/db/id";
import { command } from "@/lib/gate/command";
import { Failure } from "@/lib/gate/failure";
import { enqueueNotices } from "@/lib/notices/enqueue-notices";
import { When } from "@/lib/users/user";
import { ChangeId, changeKinds, ProcessorWords } from "./processor";
import { readRegister, readWindow } from "./rows";

const Announcement = z.strictObject({
  kind: z.enum(changeKinds, "Choose what is to change."),
  /** the one that is changed or removed */
  processorId: z.union([z.literal("").transform(() => null), z.uuid(), z.null()]).optional(),
  /** what is said of the new one; of one that is removed, nothing is said */
  processor: ProcessorWords.optional(),
  effectiveAt: When,
});

/**
 * Announces that somebody is to process data, to do so differently, or to do so no more. The owners of all accounts are told by
 * letter and may object; the database lets nothing take effect before their time is over (P46).
 */
export const announceChange = command("processor.announce", {
  input: Announcement,
  output: z.object({ changeId: ChangeId }),
  refuses: ["not_found"],
  async run({ db, input: { kind, processorId, processor, effectiveAt }, now }) {
    const { inEffect } = await readRegister(db, now);
    const before = kind === "added" ? null : inEffect.find(({ id }) => id === processorId);
    if (before === undefined) throw new Failure("not_found");
    if (kind !== "removed" && !processor)
      throw new Failure("invalid", { fields: { processor: "Say who it is to be." } });
    await insistOnWindow(db, effectiveAt, now);

    const changeId = newId();
    const id = kind === "removed" ? before!.id : newId();
    if (kind !== "removed") await insertProcessor(db, id, processor!);
    await db.$client.query(
      `insert into processor_changes (id, kind, processor_id, replaces, effective_at) values ($1, $2, $3, $4, $5)`,
      [changeId, kind, id, kind === "changed" ? before!.id : null, effectiveAt],
    );
    await enqueueNotices(db, "processor", changeId);
    const name = processor?.name ?? before!.name;
    return {
      value: { changeId },
      told: {
        logged: { id, name },
        particulars: { kind, effectiveAt: effectiveAt.toISOString(), changeId },
      },
    };
  },
});

/** Says in words what the database would refuse. */
async function insistOnWindow(db: Database, effectiveAt: Date, now: Date): Promise<void> {
  const days = await readWindow(db);
  if (effectiveAt.getTime() >= now.getTime() + days * day) return;
  const earliest = new Date(now.getTime() + (days + 1) * day).toISOString().slice(0, 10);
  throw new Failure("invalid", {
    fields: {
      effectiveAt: `Owners have ${days} days to object. Choose ${earliest} or later.`,
    },
  });
}

async function insertProcessor(db: Database, id: string, words: ProcessorWords): Promise<void> {
  const { key, domain, name, purpose, fields, country, url } = words;
  await db.$client.query(
    `insert into processors (id, key, domain, name, purpose, fields, country, url)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, key, domain, name, purpose, fields, country, url],
  );
}
