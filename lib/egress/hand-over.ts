import { onErrand, type Place, type Reachable } from "./context";
import { reachable } from "./look-up";
import type { Packed } from "./pack";
import type { PayloadOf, Processor, PurposeOf } from "./processors";
import { insistOnStanding } from "./standing";

/**
 * The only way out of this installation. Each place that is a name is resolved once; while `send` works, connections may go to
 * the addresses that were found, and nowhere else (`guard.ts`). A processor that is not in effect in the public register gets
 * nothing.
 *
 * @throws EgressBlocked when the register keeps it back
 * @throws Unresolved when a name leads nowhere
 */
export async function handOver<P extends Processor, U extends PurposeOf<P>, T>(
  { processor, purpose, payload }: Packed<P, U>,
  places: readonly Place[],
  send: (payload: PayloadOf<P, U>, to: readonly Reachable[]) => Promise<T>,
): Promise<T> {
  await insistOnStanding(processor, places);
  const to = await Promise.all(places.map(reachable));
  return onErrand({ processor, purpose, to }, () => send(payload, to));
}
