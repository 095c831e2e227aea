import { eq } from "drizzle-orm";

import type { Database } from "@/lib/db/connection";
import { locations } from "@/lib/db/schema";
import { address } from "@/lib/mail/addresses";
import { type LetterKind, letters } from "@/lib/mail/letters";
import type { LetterText } from "@/lib/mail/render";
import type { ProcessorChange } from "@/lib/processors/processor";
import { readRegister } from "@/lib/processors/rows";
import { whatWords } from "@/lib/locations/location";
import type { Subject } from "./enqueue-notices";

/** What an account is told: in a letter, and in one line for its activity. */
type Notice = { kind: LetterKind; text: LetterText; says: string };

export async function noticeOf(
  db: Database,
  about: Subject,
  id: string,
  account: string,
  now: Date,
): Promise<Notice | null> {
  return about === "processor"
    ? ofChange(
        (await readRegister(db, now)).changes.find((one) => one.id === id),
        account,
      )
    : ofLocation(db, id, account);
}

function ofChange(change: ProcessorChange | undefined, account: string): Notice | null {
  if (!change) return null;
  const says = sentenceOf(change);
  const given = { account, says, url: address.changes() };
  return change.state === "withdrawn"
    ? { kind: "changeWithdrawn", text: letters.changeWithdrawn(given), says: `${says}: withdrawn` }
    : {
        kind: "changeAnnounced",
        text: letters.changeAnnounced({ ...given, until: dayOf(change.objectUntil) }),
        says,
      };
}

/** A change as one sentence that says from when on. */
function sentenceOf({ kind, effectiveAt, processor, replaces }: ProcessorChange): string {
  const from = `From ${dayOf(effectiveAt)} on`;
  const does = `${processor.purpose}, with ${processor.fields}`;
  if (kind === "removed") return `${from}, ${processor.name} is to process no more data`;
  if (kind === "changed")
    return `${from}, ${processor.name} is to take the place of ${replaces!.name} (${does})`;
  return `${from}, ${processor.name} is to process data (${does})`;
}

async function ofLocation(db: Database, id: string, account: string): Promise<Notice | null> {
  const [row] = await db.select().from(locations).where(eq(locations.id, id));
  if (!row) return null;
  const { what, provider, place, country, since } = row;
  const says = `From ${dayOf(since.toISOString())} on, ${whatWords[what]} is to be kept at ${provider}, ${place}, ${country}`;
  const given = { account, says, url: address.locations() };
  return row.until && row.until <= since
    ? {
        kind: "locationCalledOff",
        text: letters.locationCalledOff(given),
        says: `${says}: called off`,
      }
    : { kind: "locationPlanned", text: letters.locationPlanned(given), says };
}

const dayOf = (instant: string) => instant.slice(0, 10);
