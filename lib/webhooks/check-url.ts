import { second } from "@/lib/clock";
import { Failure } from "@/lib/gate/failure";
import { insist } from "@/lib/limits/limits";
import type { Actor } from "@/lib/policy/actor";
import { accountOf } from "@/lib/policy/scope";
import { guardOfInstallation } from "./guard";
import { before } from "./send/before";
import { destinationOf } from "./send/destination";
import { RefusedUrl } from "./send/refused-url";
import { addressesOf, resolveName, type Resolve } from "./send/resolve";

/** What a test answers for. */
type Circumstances = { resolve?: Resolve; patience?: number };

/**
 * The address as it will be called, or why it never will be: `webhook_url_refused`. A name is looked up too, so that a slip
 * of the keyboard shows at once; when the look-up itself fails, sending will tell. A name that nobody answers for within
 * three seconds counts as unknown, and an account looks up only so many, so that nobody keeps us waiting (V15.2.2).
 */
export async function checkUrl(
  url: string,
  me: Actor,
  { resolve = resolveName, patience = 3 * second }: Circumstances = {},
): Promise<string> {
  await insist("webhook addresses of an account", accountOf(me));
  try {
    const guard = guardOfInstallation();
    const destination = destinationOf(url, guard);
    const deadline = AbortSignal.timeout(patience);
    await before(deadline, addressesOf(destination, guard, resolve)).catch((error: unknown) => {
      if (error instanceof RefusedUrl) throw error;
      if (deadline.aborted) throw new RefusedUrl("unknown_name");
    });
    return destination.href;
  } catch (error) {
    if (!(error instanceof RefusedUrl)) throw error;
    throw new Failure("webhook_url_refused", {
      says: error.message,
      fields: { url: error.message },
    });
  }
}
