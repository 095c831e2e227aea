import { minute } from "@/lib/clock";
import { everyCopy } from "@/lib/copies/catalogue";
import type { LatelyGone } from "@/lib/copies/copy";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { log } from "@/lib/log";

/**
 * Forgets what this process holds of whoever another process has destroyed, as the catalogue of copies has it. Nobody gets at it any more,
 * since the database lets nobody in; this takes it out of memory too.
 */
export async function forgetGone(): Promise<void> {
  const lately = await inTransaction((db) => call<LatelyGone>(db, "gone_lately"), "read");
  for (const gone of lately) for (const { forget } of everyCopy) forget?.(gone);
}

/** Forgets every minute, for as long as the process lives. */
export function keepForgetting(): { stop(): void } {
  const timer = setInterval(() => {
    forgetGone().catch((error: unknown) =>
      log.warn({ err: error }, "what is gone is not forgotten"),
    );
  }, minute);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
