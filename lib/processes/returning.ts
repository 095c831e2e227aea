import { minute } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { believe } from "@/lib/gate/believe";
import { newRequestId } from "@/lib/gate/claim";
import { sessionClaim } from "@/lib/gate/from-request";
import { isRecognised } from "@/lib/gate/recognised";
import { addressBlock } from "@/lib/limits/limits";
import { Places } from "@/lib/operating/places";
import { shared } from "@/lib/runtime";

/** Made-up cookies an address block can have looked up in a minute; after that its unknown cookies count as strangers'. */
const FREE_MISSES = 20;
const MOST_BLOCKS = 10_000;

type Misses = { count: number; until: number };

const misses = () => shared("made-up-cookies", () => new Map<string, Misses>());

/** A look-up costs a fraction of a page, so people who come back to a process that does not know them pass a flood of strangers. */
const lookUps = () => shared("returning", () => new Places({ atOnce: 4, waiting: 60 }));

/** Whether a cookie names a live session: one this process believed lately, or one it looks up now. */
export async function isLive(token: string, ip: string): Promise<boolean> {
  if (isRecognised(token)) return true;
  const block = addressBlock(ip || null);
  if (!/^[\w-]{20,200}$/.test(token) || missedOften(block)) return false;
  const request = { id: newRequestId(), source: "panel" as const, ip: ip || null, userAgent: null };
  const placed = await lookUps().run(AbortSignal.timeout(minute), async () => {
    try {
      const me = await inTransaction(
        (db) => believe(db, sessionClaim(token, request), true, "none"),
        "read",
      );
      return me.kind !== "visitor";
    } catch {
      return false; // the page says what is wrong
    }
  });
  const live = "value" in placed && placed.value;
  if (!live) countMiss(block);
  return live;
}

function missedOften(block: string): boolean {
  const known = misses().get(block);
  return known !== undefined && known.until > performance.now() && known.count >= FREE_MISSES;
}

function countMiss(block: string): void {
  const all = misses();
  const known = all.get(block);
  if (known && known.until > performance.now()) {
    known.count += 1;
    return;
  }
  all.delete(block);
  if (all.size >= MOST_BLOCKS) all.delete(all.keys().next().value!);
  all.set(block, { count: 1, until: performance.now() + minute });
}
