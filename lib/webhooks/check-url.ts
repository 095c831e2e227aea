import { Failure } from "@/lib/gate/failure";
import { guardOfInstallation } from "./guard";
import { destinationOf } from "./send/destination";
import { RefusedUrl } from "./send/refused-url";
import { addressesOf, resolveName } from "./send/resolve";

/**
 * The address as it will be called, or why it never will be: `webhook_url_refused`. A name is looked up too, so that a slip
 * of the keyboard shows at once; when the look-up itself fails, sending will tell.
 */
export async function checkUrl(url: string): Promise<string> {
  try {
    const guard = guardOfInstallation();
    const destination = destinationOf(url, guard);
    await addressesOf(destination, guard, resolveName).catch((error: unknown) => {
      if (error instanceof RefusedUrl) throw error;
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
