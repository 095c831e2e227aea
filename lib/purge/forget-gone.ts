import { minute } from "@/lib/clock";
import { inTransaction } from "@/lib/db/connection";
import { call } from "@/lib/db/scope";
import { log } from "@/lib/log";
import { forgetDirectory } from "@/lib/users/directory";
import { dropVaultsOfPersons, forgetVault } from "@/lib/vault/vaults";

type Gone = { kind: "user" | "account" | "person"; object_id: string; person_id: string | null };

/**
 * Forgets the keys and directories this process holds of whoever another process has destroyed. Nobody gets at them any more, since
 * the database lets nobody in; this takes them out of memory too.
 */
export async function forgetGone(): Promise<void> {
  const gone = await inTransaction((db) => call<Gone>(db, "gone_lately"), "read");
  for (const { kind, object_id: id, person_id: personId } of gone) {
    if (personId) forgetVault(`person:${personId}`);
    if (kind !== "account") continue;
    forgetVault(`account:${id}`);
    forgetDirectory(id);
    dropVaultsOfPersons();
  }
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
